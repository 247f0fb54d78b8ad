create table matters.matter (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place       bigint      not null,
    place_code  text        not null collate "C",
    estate      bigint,
    latitude    double precision,
    longitude   double precision,
    kind        text        not null,
    text        text        not null,
    account     bigint,
    person      bigint,
    channel     text        not null,
    command_key text,
    stage       text        not null,
    open        boolean     not null,
    outcome     text,
    lead_seat   bigint      not null,
    reported_at timestamptz not null,
    deadline    timestamptz not null,
    stage_at    timestamptz not null,
    closed_at   timestamptz,
    pause_reason text,
    pause_until timestamptz,
    pause_from  timestamptz,
    fixed_by    bigint,
    cause       text        not null default '',
    harm        text        not null default '',
    solution    text        not null default '',
    solved      boolean,
    satisfied   smallint check (satisfied between 1 and 5),
    sent_back   int         not null default 0,
    reopened    int         not null default 0,
    supporters  int         not null default 0,
    overdue_told boolean    not null default false,
    deadline_given boolean  not null default false,
    version     int         not null,
    primary key (community, id),
    check (open = (stage in ('DISPATCHED', 'ACCEPTED', 'ASKED', 'PAUSED', 'RECTIFIED', 'CHECKED'))),
    check ((outcome is null) = open),
    check (outcome is null or outcome in ('SOLVED', 'PARTLY', 'NOT_ACCEPTED', 'DUPLICATE', 'SUSPENDED', 'WITHDRAWN'))
);
comment on column matters.matter.lead_seat is 'The one seat that answers for it now: never null, never two';
create unique index matter_command on matters.matter (community, command_key) where command_key is not null;
create index matter_id on matters.matter (id);
create index matter_street on matters.matter (street, id);
create index matter_street_kind on matters.matter (street, kind, id);
create index matter_street_stage on matters.matter (street, stage, id);
create index matter_estate on matters.matter (community, estate, id);
create index matter_lead on matters.matter (lead_seat, deadline, id) where open;
create index matter_deadline on matters.matter (street, deadline, id) where open;
create index matter_account on matters.matter (account, id) where account is not null;
create index matter_waiting on matters.matter (stage, stage_at) where stage in ('CLOSED', 'PAUSED');

create table matters.photo (
    community bigint   not null,
    matter    bigint   not null,
    position  smallint not null,
    name      text     not null,
    version   int      not null,
    purpose   text     not null check (purpose in ('REPORT', 'BEFORE', 'AFTER', 'CHECK', 'ANSWER')),
    primary key (community, matter, position),
    foreign key (community, matter) references matters.matter (community, id)
);

create table matters.supporter (
    community bigint      not null,
    matter    bigint      not null,
    account   bigint      not null,
    at        timestamptz not null,
    primary key (community, matter, account),
    foreign key (community, matter) references matters.matter (community, id)
);

create table matters.tally (
    community bigint not null,
    street    bigint not null,
    estate    bigint not null,
    kind      text   not null,
    stage     text   not null,
    matters   bigint not null,
    primary key (community, estate, kind, stage)
);
create index tally_street on matters.tally (street);
comment on table matters.tally is 'Counts kept by a follower of the journal; estate 0 is none';
comment on column matters.matter.deadline_given is 'True when another system gave the deadline with an imported request';
