create schema if not exists journal;
create schema if not exists places;
create schema if not exists people;
create schema if not exists access;
create schema if not exists files;
create schema if not exists matters;
