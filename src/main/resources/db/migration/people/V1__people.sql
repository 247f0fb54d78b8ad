create table people.person (
    community  bigint not null,
    id         bigint not null,
    name       text   not null,
    phone      bytea,
    phone_hash bytea,
    dwelling   bigint,
    primary key (community, id)
);
create index person_id on people.person (id);
create index person_phone on people.person (phone_hash);
create index person_dwelling on people.person (community, dwelling);

create table people.organisation (
    id   bigint primary key,
    kind text not null,
    name text not null
);
comment on table people.organisation is 'Small and shared: a reference table in a cluster';

create table people.governance (
    community    bigint      not null,
    place        bigint      not null,
    role         text        not null,
    organisation bigint      not null,
    since        timestamptz not null,
    until        timestamptz,
    primary key (community, place, role, since)
);

create table people.seat (
    community  bigint      not null,
    id         bigint      not null,
    role       text        not null,
    place      bigint      not null,
    place_code text        not null collate "C",
    person     bigint      not null,
    holder     text        not null,
    title      text        not null,
    phone      text        not null,
    since      timestamptz not null,
    away_until timestamptz,
    ended_at   timestamptz,
    primary key (community, id)
);
create index seat_id on people.seat (id);
create index seat_person on people.seat (person) where ended_at is null;
create index seat_place on people.seat (place_code) where ended_at is null;
