create table disputes.dispute (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place       bigint      not null,
    place_code  text        not null collate "C",
    matter      bigint,
    kind        text        not null,
    subject     bytea       not null,
    state       text        not null check (state in ('REQUESTED', 'MEDIATING', 'AGREED', 'CONFIRMING', 'CONFIRMED',
        'ENFORCING', 'PERFORMED', 'REFUSED', 'FAILED', 'WITHDRAWN', 'ARCHIVED')),
    mediator    bigint      not null,
    account     bigint,
    command_key text,
    opened_at   timestamptz not null,
    due_at      timestamptz not null,
    extended    boolean     not null default false,
    form        text check (form in ('WRITTEN', 'ORAL')),
    terms       bytea,
    mediator_signed_at timestamptz,
    sealed_at   timestamptz,
    effective_at timestamptz,
    confirm_by  timestamptz,
    court_due_at timestamptz,
    court_step  text not null default '' check (court_step in ('', 'APPLIED', 'ACCEPTED', 'REJECTED')),
    ended_at    timestamptz,
    words       bytea,
    version     int         not null,
    primary key (community, id)
);
comment on table disputes.dispute is 'Mediation (People''s Mediation Law); subject, terms and words are sealed';
create unique index dispute_command on disputes.dispute (community, command_key) where command_key is not null;
create index dispute_id on disputes.dispute (id);
create index dispute_mediator on disputes.dispute (mediator, due_at) where ended_at is null;
create index dispute_street on disputes.dispute (street, id);
create index dispute_account on disputes.dispute (account, id) where account is not null;

create table disputes.party (
    community  bigint      not null,
    dispute    bigint      not null,
    id         smallint    not null,
    side       text        not null check (side in ('APPLICANT', 'RESPONDENT')),
    name       bytea       not null,
    phone      bytea,
    account    bigint,
    consent    text        not null check (consent in ('UNASKED', 'GIVEN', 'REFUSED')),
    consent_at timestamptz,
    signed_at  timestamptz,
    extend     boolean     not null default false,
    confirm    boolean     not null default false,
    primary key (community, dispute, id),
    foreign key (community, dispute) references disputes.dispute (community, id)
);
create index party_account on disputes.party (account) where account is not null;

create table disputes.sitting (
    community  bigint      not null,
    dispute    bigint      not null,
    id         smallint    not null,
    planned_at timestamptz not null,
    room       text        not null,
    open       boolean     not null,
    held_at    timestamptz,
    minutes    bytea,
    present    text        not null default '',
    primary key (community, dispute, id),
    foreign key (community, dispute) references disputes.dispute (community, id)
);

create table disputes.promise (
    community  bigint      not null,
    dispute    bigint      not null,
    id         smallint    not null,
    what       bytea       not null,
    due_on     date        not null,
    state      text        not null check (state in ('OPEN', 'DONE', 'BROKEN')),
    checked_at timestamptz,
    primary key (community, dispute, id),
    foreign key (community, dispute) references disputes.dispute (community, id)
);
comment on table disputes.promise is 'What the parties agreed to do by when; the committee follows it (art. 31)';
