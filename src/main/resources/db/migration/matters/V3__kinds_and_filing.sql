create table matters.kind (
    code       text        not null,
    version    int         not null,
    rule       jsonb       not null,
    origin     text        not null check (origin in ('FILE', 'PROGRAM')),
    account    bigint,
    words      text        not null default '',
    valid_from timestamptz not null,
    primary key (code, version)
);
comment on table matters.kind is 'Every version of every kind; a matter keeps the version it began with';

alter table matters.matter
    add column kind_version   int     not null default 1,
    add column condition      smallint,
    add column anonymous      boolean not null default false,
    add column fields         jsonb,
    add column outside_number text,
    add column taken_by       bigint,
    add column contact        bytea,
    add column parent         bigint,
    add column merged_into    bigint,
    add column public_note    text,
    add column filed_at       timestamptz,
    add column file_by        timestamptz,
    add column dispatched_at  timestamptz,
    add column dispatch_by    timestamptz,
    add column responded_at   timestamptz,
    add column respond_by     timestamptz,
    add column misrouted      int     not null default 0,
    add column rework         int     not null default 0;
comment on column matters.matter.contact is 'Sealed: how to reach a visitor for whom somebody typed; erased with the reporter';
comment on column matters.matter.misrouted is 'How often it was with the wrong body: sent back, or competence decided otherwise';
comment on column matters.matter.rework is 'How often a fix did not hold: failed checks, contests, calls that heard no, relapses';

alter table matters.matter drop constraint if exists matter_check;
alter table matters.matter add constraint matter_open
    check (open = (stage in ('VERIFYING', 'DISPATCHED', 'ACCEPTED', 'ASKED', 'PAUSED', 'RECTIFIED', 'CHECKED'))) not valid;
alter table matters.matter validate constraint matter_open;
create unique index matter_outside on matters.matter (community, outside_number) where outside_number is not null;
create index matter_parent on matters.matter (community, parent) where parent is not null;
create index matter_merged on matters.matter (community, merged_into) where merged_into is not null;

alter table matters.photo add column origin bigint;
alter table matters.photo add column publicly boolean not null default false;
alter table matters.supporter add column origin bigint;
comment on column matters.photo.origin is 'The matter it came with before that was merged into this one';

create table matters.rating (
    community bigint      not null,
    matter    bigint      not null,
    account   bigint      not null,
    solved    boolean     not null,
    satisfied smallint    not null check (satisfied between 1 and 5),
    words     text        not null default '',
    at        timestamptz not null,
    origin    bigint,
    primary key (community, matter, account),
    foreign key (community, matter) references matters.matter (community, id)
);
comment on table matters.rating is 'What followers of a matter say of its close, beside the reporter';

create table matters.link (
    community bigint      not null,
    matter    bigint      not null,
    other     bigint      not null,
    kind      text        not null check (kind in ('RELATED', 'SAME_CAUSE', 'LEADS_TO')),
    words     text        not null default '',
    account   bigint,
    at        timestamptz not null,
    primary key (community, matter, other, kind),
    foreign key (community, matter) references matters.matter (community, id)
);
create index link_other on matters.link (community, other);
comment on table matters.link is 'LEADS_TO: this trouble may bring about the other (chain of risk); the two may lie in two communities';

create table matters.recheck (
    community bigint      not null,
    matter    bigint      not null,
    round     smallint    not null,
    seat      bigint      not null,
    drawn_at  timestamptz not null,
    due_at    timestamptz not null,
    state     text        not null check (state in ('OPEN', 'HELD', 'RELAPSED')),
    words     text        not null default '',
    account   bigint,
    done_at   timestamptz,
    primary key (community, matter, round),
    foreign key (community, matter) references matters.matter (community, id)
);
create index recheck_seat on matters.recheck (seat, due_at) where state = 'OPEN';
create unique index recheck_open on matters.recheck (community, matter) where state = 'OPEN';
create index matter_contact on matters.matter (stage_at) where contact is not null;

create index matter_public on matters.matter (street, id desc) include (kind, open);

create table matters.area_follower (
    community  bigint      not null,
    id         bigint      not null,
    account    bigint      not null,
    place_code text        not null collate "C",
    since      timestamptz not null,
    primary key (community, id),
    unique (community, account, place_code)
);
create index area_follower_place on matters.area_follower (place_code);
create index supporter_matter on matters.supporter (matter);
comment on table matters.area_follower is 'Who wants to hear what is raised and solved around a place';
create index matter_reported on matters.matter (street, reported_at);
