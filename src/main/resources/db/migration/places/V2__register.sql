-- Estates have a kind, places an area and a floor; places change their names and codes, and the old ones keep working.
alter table places.place
    add column estate_kind text check (estate_kind in ('COMMODITY', 'PUBLIC_RENTAL', 'RESETTLEMENT', 'OLD')),
    add column area        bigint check (area >= 0),
    add column floor       int,
    add column ended_on    date;
comment on column places.place.area is 'Exclusive area in 0.01 square metres';
create index place_name on places.place (name collate "C", code);
create index place_kind on places.place (kind, code);

create table places.history (
    community bigint      not null,
    id        bigint      not null,
    place     bigint      not null,
    at        timestamptz not null,
    effective date        not null,
    account   bigint,
    seat      bigint,
    kind      text        not null check (kind in ('ADDED', 'RENAMED', 'RECODED', 'SPLIT', 'MERGED', 'CLOSED', 'CHANGED')),
    before    text        not null default '',
    after     text        not null default '',
    reason    text        not null default '',
    primary key (community, id)
);
create index history_place on places.history (community, place, id);

create table places.alias (
    community bigint not null,
    code      text   not null collate "C",
    place     bigint not null,
    primary key (community, code)
);
comment on table places.alias is 'Codes that places had before: posters that carry them still find the place';

create table places.outline (
    community bigint not null,
    place     bigint not null,
    ring      double precision[] not null,
    version   int    not null default 1,
    primary key (community, place),
    check (cardinality(ring) >= 6 and cardinality(ring) % 2 = 0)
);
comment on column places.outline.ring is 'Longitude and latitude in turn (WGS 84), the corners of a polygon that closes itself';
