create schema if not exists duty;
create schema if not exists notices;
