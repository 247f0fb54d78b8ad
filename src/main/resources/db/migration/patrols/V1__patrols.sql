create table patrols.team (
    community  bigint      not null,
    id         bigint      not null,
    place      bigint      not null,
    place_code text        not null collate "C",
    name       text        not null,
    leader     bigint      not null,
    made_at    timestamptz not null,
    ended_at   timestamptz,
    primary key (community, id)
);
create index team_place on patrols.team (place_code) where ended_at is null;
comment on column patrols.team.leader is 'The account that leads it';

create table patrols.route (
    community bigint not null,
    team      bigint not null,
    id        smallint not null,
    name      text   not null,
    points    jsonb  not null,
    metres    int    not null,
    version   int    not null,
    primary key (community, team, id),
    foreign key (community, team) references patrols.team (community, id)
);
comment on column patrols.route.points is 'Longitude and latitude in turn, as drawn on the plan';

create table patrols.plan (
    community bigint   not null,
    team      bigint   not null,
    id        smallint not null,
    route     smallint,
    weekdays  smallint not null check (weekdays between 1 and 127),
    begins    time     not null,
    minutes   smallint not null check (minutes between 15 and 480),
    seats     smallint not null check (seats between 1 and 200),
    from_day  date     not null,
    until_day date     not null,
    made_until date,
    primary key (community, team, id),
    foreign key (community, team) references patrols.team (community, id)
);
comment on column patrols.plan.weekdays is 'Bits: 1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday';

create table patrols.outing (
    community   bigint      not null,
    id          bigint      not null,
    team        bigint      not null,
    route       smallint,
    plan        smallint,
    begins_at   timestamptz not null,
    ends_at     timestamptz not null,
    seats       smallint    not null,
    taken       smallint    not null default 0 check (taken <= seats),
    state       text        not null check (state in ('PLANNED', 'RUNNING', 'DONE', 'CANCELLED')),
    started_at  timestamptz,
    finished_at timestamptz,
    track       jsonb,
    metres      int,
    words       text        not null default '',
    version     int         not null default 1,
    primary key (community, id),
    foreign key (community, team) references patrols.team (community, id)
);
create unique index outing_plan on patrols.outing (community, team, plan, begins_at) where plan is not null;
create index outing_id on patrols.outing (id);
create index outing_next on patrols.outing (community, begins_at);

create table patrols.walker (
    community bigint      not null,
    outing    bigint      not null,
    account   bigint      not null,
    at        timestamptz not null,
    came      boolean,
    minutes   smallint    not null default 0,
    primary key (community, outing, account),
    foreign key (community, outing) references patrols.outing (community, id)
);
create index walker_account on patrols.walker (account, outing);
comment on column patrols.walker.minutes is 'Hours of volunteering that were credited, in minutes';

create table patrols.finding (
    community bigint      not null,
    outing    bigint      not null,
    matter    bigint      not null,
    kind      text        not null,
    fixed     boolean     not null,
    account   bigint      not null,
    at        timestamptz not null,
    primary key (community, outing, matter),
    foreign key (community, outing) references patrols.outing (community, id)
);

create table patrols.proposal (
    community bigint      not null,
    id        bigint      not null,
    outing    bigint      not null,
    account   bigint      not null,
    words     text        not null,
    state     text        not null check (state in ('RAISED', 'WITHDRAWN')),
    at        timestamptz not null,
    command_key text,
    primary key (community, id),
    foreign key (community, outing) references patrols.outing (community, id)
);
create unique index proposal_command on patrols.proposal (community, command_key) where command_key is not null;
create index proposal_outing on patrols.proposal (community, outing);
comment on table patrols.proposal is 'Proposals of volunteers for the topics of the council; it follows the journal (ProposalRaised)';
