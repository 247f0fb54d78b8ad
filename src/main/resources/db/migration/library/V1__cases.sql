create table library.mature_case (
    community    bigint      not null,
    id           bigint      not null,
    street       bigint      not null generated always as (community / 1000) stored,
    place_code   text        not null collate "C",
    place_kind   text        not null,
    matter       bigint      not null,
    kind         text        not null,
    month        smallint    not null,
    title        text        not null,
    cause        text        not null,
    harm         text        not null,
    solution     text        not null,
    avoid        text        not null default '',
    cost_fen     bigint      not null default 0 check (cost_fen >= 0),
    days         int         not null,
    tags         text        not null default '',
    audience     text        not null check (audience in ('COMMUNITY', 'STREET', 'ALL')),
    state        text        not null check (state in ('DRAFT', 'REVIEW', 'PUBLISHED', 'WITHDRAWN')),
    author       bigint      not null,
    reviewer     bigint,
    review_words text        not null default '',
    closed_at    timestamptz not null,
    made_at      timestamptz not null,
    published_at timestamptz,
    after_30     text check (after_30 in ('HELD', 'RELAPSED')),
    after_90     text check (after_90 in ('HELD', 'RELAPSED')),
    shown        int         not null default 0,
    helped       int         not null default 0,
    version      int         not null default 1,
    primary key (community, id)
);
comment on table library.mature_case is 'Mature cases (成熟案例) distilled from closed matters, reviewed and without people';
create unique index mature_case_matter on library.mature_case (community, matter) where state <> 'WITHDRAWN';
create index mature_case_id on library.mature_case (id);
create index mature_case_street on library.mature_case (street, id);
create index mature_case_published on library.mature_case (id desc) where state = 'PUBLISHED';
create index mature_case_after on library.mature_case (closed_at) where state = 'PUBLISHED' and after_90 is null;

create table library.vote (
    community bigint      not null,
    matter    bigint      not null,
    target    bigint      not null,
    account   bigint      not null,
    helped    boolean     not null,
    at        timestamptz not null,
    primary key (community, matter, target, account)
);
create index vote_target on library.vote (target);
comment on table library.vote is 'Whether a case or a matter helped with another matter';

create table library.signal (
    name   text   primary key,
    shown  bigint not null,
    helped bigint not null
);
comment on table library.signal is 'How often a reason for showing something went with help: what the ranking learns from';
