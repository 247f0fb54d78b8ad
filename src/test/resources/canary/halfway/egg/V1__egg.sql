create table egg.egg (community bigint not null, id bigint not null);
insert into egg.egg values (1, 7), (1, 7);
