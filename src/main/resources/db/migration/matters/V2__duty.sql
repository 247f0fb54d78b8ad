alter table matters.matter add column next_step_at timestamptz;
comment on column matters.matter.next_step_at is 'When the ladder of escalation looks again; infinity: never; null: not yet computed';
create index matter_next_step on matters.matter (next_step_at) where open;

create table matters.helper (
    community bigint      not null,
    matter    bigint      not null,
    seat      bigint      not null,
    since     timestamptz not null,
    until     timestamptz,
    primary key (community, matter, seat, since),
    foreign key (community, matter) references matters.matter (community, id)
);
create unique index helper_current on matters.helper (community, matter, seat) where until is null;
create index helper_seat on matters.helper (seat) where until is null;

create table matters.objection (
    community  bigint      not null,
    id         bigint      not null,
    matter     bigint      not null,
    by_seat    bigint      not null,
    to_seat    bigint      not null,
    words      text        not null,
    asked_at   timestamptz not null,
    due_at     timestamptz not null,
    level      text        not null check (level in ('COMMUNITY', 'STREET')),
    state      text        not null check (state in ('OPEN', 'KEPT', 'GIVEN', 'MOOT')),
    primary key (community, id),
    foreign key (community, matter) references matters.matter (community, id)
);
create unique index objection_open on matters.objection (community, matter) where state = 'OPEN';
create index objection_due on matters.objection (due_at) where state = 'OPEN';
comment on table matters.objection is 'The lead says that somebody else is competent; the level above decides within a term';

create table matters.extension (
    community bigint      not null,
    id        bigint      not null,
    matter    bigint      not null,
    until_at  timestamptz not null,
    words     text        not null,
    asked_at  timestamptz not null,
    state     text        not null check (state in ('OPEN', 'GRANTED', 'REFUSED')),
    primary key (community, id),
    foreign key (community, matter) references matters.matter (community, id)
);
create unique index extension_open on matters.extension (community, matter) where state = 'OPEN';
