create table conventions.convention (
    community  bigint not null,
    id         bigint not null,
    street     bigint not null generated always as (community / 1000) stored,
    place      bigint not null,
    place_code text   not null collate "C",
    kind       text   not null,
    name       text   not null,
    in_force   int,
    ended_at   timestamptz,
    ended_words text  not null default '',
    created_at timestamptz not null,
    version    int    not null default 1,
    primary key (community, id)
);
create index convention_id on conventions.convention (id);
create index convention_place on conventions.convention (place_code, id);
create index convention_street on conventions.convention (street, id);
create unique index convention_name on conventions.convention (community, place, kind, name) where ended_at is null;
comment on column conventions.convention.in_force is 'The edition that binds; empty until one is adopted';

create table conventions.edition (
    community  bigint not null,
    convention bigint not null,
    n          int    not null,
    state      text   not null check (state in ('DRAFT', 'CONSULTING', 'READY', 'IN_FORCE', 'REPLACED', 'WITHDRAWN')),
    why        text   not null default '',
    consult_until timestamptz,
    adopted_at timestamptz,
    adopted_by text   not null default '',
    filed      text   not null default '',
    filed_at   timestamptz,
    created_at timestamptz not null,
    version    int    not null default 1,
    primary key (community, convention, n),
    foreign key (community, convention) references conventions.convention (community, id),
    check ((state in ('IN_FORCE', 'REPLACED')) = (adopted_at is not null))
);
create unique index edition_one_in_force on conventions.edition (community, convention) where state = 'IN_FORCE';
create unique index edition_one_in_work on conventions.edition (community, convention) where state in ('DRAFT', 'CONSULTING', 'READY');
create index edition_consulting on conventions.edition (consult_until) where state = 'CONSULTING';
comment on column conventions.edition.adopted_by is 'The path of the vote or meeting that adopted it, or in words how it was adopted before';

create table conventions.clause (
    community  bigint   not null,
    convention bigint   not null,
    edition    int      not null,
    number     smallint not null,
    title      text     not null default '',
    text       text     not null,
    primary key (community, convention, edition, number),
    foreign key (community, convention, edition) references conventions.edition (community, convention, n)
);

create table conventions.effect (
    community  bigint   not null,
    convention bigint   not null,
    edition    int      not null,
    clause     smallint not null,
    party      text     not null,
    benefit    text     not null default '',
    burden     text     not null default '',
    primary key (community, convention, edition, clause, party),
    foreign key (community, convention, edition, clause)
        references conventions.clause (community, convention, edition, number) on delete cascade,
    check (benefit <> '' or burden <> '')
);
comment on table conventions.effect is 'What a clause gives and costs each party: rules have to be reciprocal';

create table conventions.opinion (
    community  bigint not null,
    convention bigint not null,
    id         bigint not null,
    edition    int    not null,
    clause     smallint,
    account    bigint not null,
    words      text   not null,
    at         timestamptz not null,
    answer     text,
    taken      boolean,
    answered_at timestamptz,
    primary key (community, convention, id),
    foreign key (community, convention, edition) references conventions.edition (community, convention, n)
);

create index opinion_account on conventions.opinion (account);

create table conventions.pledge (
    community  bigint not null,
    convention bigint not null,
    edition    int    not null,
    account    bigint not null,
    at         timestamptz not null,
    primary key (community, convention, edition, account),
    foreign key (community, convention, edition) references conventions.edition (community, convention, n)
);

create index pledge_account on conventions.pledge (account);

create table conventions.quiz (
    community  bigint   not null,
    convention bigint   not null,
    edition    int      not null,
    id         smallint not null,
    clause     smallint not null,
    question   text     not null,
    options    text[]   not null,
    correct    smallint not null,
    primary key (community, convention, edition, id),
    foreign key (community, convention, edition, clause)
        references conventions.clause (community, convention, edition, number)
);

create table conventions.score (
    community  bigint   not null,
    convention bigint   not null,
    edition    int      not null,
    account    bigint   not null,
    correct    smallint not null,
    asked      smallint not null,
    at         timestamptz not null,
    primary key (community, convention, edition, account),
    foreign key (community, convention, edition) references conventions.edition (community, convention, n)
);

create index score_account on conventions.score (account);

create table conventions.note (
    community  bigint   not null,
    convention bigint   not null,
    id         bigint   not null,
    edition    int      not null,
    clause     smallint not null,
    kind       text     not null check (kind in ('BREACH', 'PRAISE')),
    words      text     not null,
    place_code text     not null collate "C",
    account    bigint   not null,
    at         timestamptz not null,
    settled    text     not null default '',
    settled_at timestamptz,
    primary key (community, convention, id),
    foreign key (community, convention, edition, clause)
        references conventions.clause (community, convention, edition, number)
);
comment on table conventions.note is 'How a clause is kept, without names: what was seen, and what became of it';
