create table egg.egg (community bigint not null, id bigint not null, primary key (community, id));
