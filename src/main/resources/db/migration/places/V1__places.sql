create table places.place (
    community bigint not null,
    id        bigint not null,
    code      text   not null collate "C",
    kind      text   not null,
    parent    bigint,
    name      text   not null,
    latitude  double precision,
    longitude double precision,
    primary key (community, id),
    unique (community, code),
    check ((latitude is null) = (longitude is null))
);
create index place_id on places.place (id);
create index place_code on places.place (code);
create index place_estate_position on places.place (latitude, longitude) where kind = 'ESTATE';
comment on column places.place.code is 'Begins with the code of the place around it: a subtree is a range of codes';
