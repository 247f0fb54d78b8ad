-- The living register: names and numbers encrypted, found by keyed tokens; who lived where when; who changed what.
drop index people.person_phone;
alter table people.person drop column phone_hash;
alter table people.person alter column name drop not null;
alter table people.person
    add column sealed_name   bytea,
    add column id_number     bytea,
    add column id_hash       bytea,
    add column born          bytea,
    add column sex           text check (sex in ('F', 'M')),
    add column registered_at text,
    add column floating      boolean     not null default false,
    add column place_code    text collate "C",
    add column street        bigint      not null generated always as (community / 1000) stored,
    add column batch         bigint,
    add column changed_at    timestamptz not null default now(),
    add column version       int         not null default 1;
comment on column people.person.name is 'Only rows written before names were encrypted; sealed at the next start';
comment on column people.person.registered_at is 'County code of the household registration (hukou)';
comment on column people.person.batch is 'The import that brought this row, so that it can be undone';
create unique index person_id_number on people.person (community, id_hash) where id_hash is not null;
create index person_place on people.person (place_code);
create index person_batch on people.person (batch) where batch is not null;
create index person_unsealed on people.person (id) where sealed_name is null;

create table people.token (
    community bigint not null,
    token     bigint not null,
    person    bigint not null,
    primary key (community, token, person)
);
create index token_person on people.token (community, person);
comment on table people.token is 'Keyed hashes of what people are searched by: parts of names, telephone and identity numbers and their tails';

create table people.residence (
    community  bigint not null,
    id         bigint not null,
    person     bigint not null,
    dwelling   bigint not null,
    place_code text   not null collate "C",
    relation   text   not null check (relation in ('OWNER', 'TENANT', 'FAMILY', 'REGISTERED_ELSEWHERE', 'VISITOR')),
    household  smallint not null default 1,
    head       boolean  not null default false,
    since      date   not null,
    until      date,
    batch      bigint,
    primary key (community, id),
    check (until is null or until >= since)
);
create unique index residence_current on people.residence (community, dwelling, person) where until is null;
create index residence_dwelling on people.residence (community, dwelling);
create index residence_person on people.residence (community, person);
create index residence_place on people.residence (place_code) where until is null;
create index residence_batch on people.residence (batch) where batch is not null;

create table people.change (
    community bigint      not null,
    id        bigint      not null,
    person    bigint      not null,
    at        timestamptz not null,
    account   bigint,
    seat      bigint,
    field     text        not null,
    before    bytea,
    after     bytea,
    batch     bigint,
    primary key (community, id)
);
create index change_person on people.change (community, person, id);
create index change_batch on people.change (batch) where batch is not null;

create table people.care (
    community  bigint not null,
    id         bigint not null,
    person     bigint not null,
    place_code text   not null collate "C",
    tag        bytea  not null,
    tag_hash   bigint not null,
    since      date   not null,
    until      date,
    primary key (community, id)
);
create unique index care_current on people.care (community, person, tag_hash) where until is null;
create index care_tag on people.care (tag_hash, place_code) where until is null;
comment on table people.care is 'Needs (health, living alone): sensitive personal information (PIPL art. 28), encrypted';

create table people.registration (
    community  bigint not null,
    id         bigint not null,
    person     bigint not null,
    place_code text   not null collate "C",
    kind       text   not null check (kind in ('RESIDENCE_REGISTRATION', 'PERMIT_ENDORSEMENT')),
    since      date   not null,
    expires    date   not null,
    ended      boolean not null default false,
    primary key (community, id)
);
create index registration_person on people.registration (community, person);
create index registration_expires on people.registration (expires, place_code) where not ended;

create table people.dwelling (
    community  bigint   not null,
    id         bigint   not null,
    place_code text     not null collate "C",
    use        text     not null default 'LIVED_IN' check (use in ('LIVED_IN', 'RENTED', 'VACANT', 'BUSINESS')),
    people     smallint not null default 0,
    visited_on date,
    due_on     date,
    version    int      not null default 1,
    primary key (community, id)
);
create index dwelling_place on people.dwelling (place_code);
create index dwelling_due on people.dwelling (due_on, place_code) where due_on is not null;
comment on table people.dwelling is 'What is known of a dwelling besides its place: use, how many live there (kept), last and next visit';

create table people.visit (
    community  bigint      not null,
    id         bigint      not null,
    dwelling   bigint      not null,
    place_code text        not null collate "C",
    at         timestamptz not null,
    account    bigint      not null,
    seat       bigint      not null,
    outcome    text        not null check (outcome in ('NOTHING_CHANGED', 'CHANGED', 'NOBODY_HOME', 'REFUSED')),
    note       bytea,
    primary key (community, id)
);
create index visit_dwelling on people.visit (community, dwelling, id);

alter table people.organisation
    add column place_code      text collate "C",
    add column credit_code     text,
    add column contact         text,
    add column phone           text,
    add column licence         text,
    add column licence_expires date,
    add column parent          bigint,
    add column ended_on        date,
    add column version         int not null default 1;
create index organisation_place on people.organisation (place_code, id);
create index organisation_licence on people.organisation (licence_expires) where licence_expires is not null and ended_on is null;

create unique index governance_current on people.governance (community, place, role) where until is null;
create index governance_organisation on people.governance (organisation);

alter table people.seat
    add column organisation bigint,
    add column mode         text not null default 'APPOINTED' check (mode in ('APPOINTED', 'ELECTED', 'SECONDED')),
    add column substitute   bigint,
    add column ends_on      date;
create index seat_ends on people.seat (ends_on) where ended_at is null and ends_on is not null;
