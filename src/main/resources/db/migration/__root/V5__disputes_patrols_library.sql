create schema if not exists disputes;
create schema if not exists patrols;
create schema if not exists library;
