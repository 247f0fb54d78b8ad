create table inspections.checklist (
    code     text        not null,
    version  int         not null,
    zh       text        not null,
    en       text        not null,
    items    jsonb       not null,
    in_use   boolean     not null default true,
    account  bigint,
    words    text        not null default '',
    since    timestamptz not null,
    primary key (code, version)
);
comment on table inspections.checklist is 'What an inspection looks at, in all versions; a campaign and a visit keep the version they began with';

create table inspections.premises (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place       bigint      not null,
    place_code  text        not null collate "C",
    name        text        not null,
    kind        text        not null,
    sector      text        not null,
    address     text        not null default '',
    credit_code text,
    person      bytea,
    phone       bytea,
    account     bigint,
    owners      bigint[]    not null default '{}',
    risk        smallint    not null check (risk between 1 and 4),
    latitude    double precision,
    longitude   double precision,
    code        text        not null,
    visited_at  timestamptz,
    next_due    date,
    relapses    int         not null default 0,
    hazards     int         not null default 0,
    suspended   boolean     not null default false,
    ended_at    timestamptz,
    version     int         not null default 1,
    primary key (community, id)
);
create index premises_id on inspections.premises (id);
create index premises_street on inspections.premises (street, kind, id);
create index premises_place on inspections.premises (place_code, id);
create index premises_due on inspections.premises (next_due, id) where ended_at is null;
create index premises_account on inspections.premises (account) where account is not null;
create unique index premises_name on inspections.premises (community, place, name) where ended_at is null;
comment on table inspections.premises is 'Enterprises, shops, workshops, rented dwellings, crowded places; risk 1 is the highest; who answers there is sealed; owners are persons who may not inspect it';

create table inspections.licence (
    community bigint   not null,
    premises  bigint   not null,
    id        smallint not null,
    name      text     not null,
    number    text     not null,
    expires   date,
    primary key (community, premises, id),
    foreign key (community, premises) references inspections.premises (community, id)
);

create table inspections.equipment (
    community  bigint   not null,
    premises   bigint   not null,
    id         int      not null,
    kind       text     not null,
    number     text     not null,
    registered date,
    due        date,
    ended      boolean  not null default false,
    primary key (community, premises, id),
    unique (community, premises, number),
    foreign key (community, premises) references inspections.premises (community, id)
);
create index equipment_due on inspections.equipment (due) where not ended;

create table inspections.campaign (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place       bigint      not null,
    place_code  text        not null collate "C",
    code        text        not null,
    name        text        not null,
    level       text        not null check (level in ('PROVINCE', 'CITY', 'COUNTY', 'STREET')),
    ordered     text        not null,
    principles  text[]      not null,
    sectors     text[]      not null,
    kinds       text[]      not null,
    quota       int         not null check (quota >= 0),
    covering    boolean     not null,
    unannounced boolean     not null,
    recheck     smallint    not null check (recheck between 0 and 1000),
    seed        text        not null,
    seed_hash   text        not null,
    checklists  jsonb       not null,
    lead_seat   bigint      not null,
    lead_group  jsonb       not null,
    starts_on   date        not null,
    ends_on     date        not null,
    state       text        not null check (state in ('PLANNED', 'RUNNING', 'ENDED')),
    version     int         not null,
    primary key (community, id),
    check (starts_on <= ends_on)
);
create index campaign_id on inspections.campaign (id);
create unique index campaign_code on inspections.campaign (community, code);
create index campaign_name on inspections.campaign (code);
create index campaign_place on inspections.campaign (place_code, id);

create table inspections.team (
    community  bigint  not null,
    campaign   bigint  not null,
    id         int     not null,
    name       text    not null,
    level      text    not null check (level in ('PROVINCE', 'CITY', 'COUNTY', 'STREET')),
    place_code text    not null collate "C",
    sector     text    not null,
    primary key (community, campaign, id),
    foreign key (community, campaign) references inspections.campaign (community, id)
);

create table inspections.member (
    community bigint   not null,
    campaign  bigint   not null,
    team      int      not null,
    id        smallint not null,
    name      text     not null,
    body      text     not null,
    part      text     not null check (part in ('LEADER', 'MEMBER', 'EXPERT')),
    seconded  boolean  not null,
    account   bigint,
    person    bigint,
    primary key (community, campaign, team, id),
    foreign key (community, campaign, team) references inspections.team (community, campaign, id)
);
create index member_account on inspections.member (account) where account is not null;

create table inspections.visit (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place_code  text        not null collate "C",
    premises    bigint      not null,
    campaign    bigint,
    campaign_community bigint,
    team        int,
    members     smallint[]  not null default '{}',
    persons     int         not null default 0,
    seat        bigint,
    kind        text        not null check (kind in ('CAMPAIGN', 'PLANNED', 'REINSPECTION', 'LESSON', 'SELF')),
    because     bigint,
    checklist   text        not null,
    checklist_version int   not null,
    planned_on  date        not null,
    state       text        not null check (state in ('PLANNED', 'ARRIVED', 'FINISHED', 'CANCELLED')),
    arrived_at  timestamptz,
    arrival     text check (arrival in ('SCAN', 'POSITION', 'RECORDED')),
    metres      int,
    finished_at timestamptz,
    day         date,
    answers     jsonb       not null default '[]',
    interview   text        not null default '',
    words       text        not null default '',
    command_key text,
    version     int         not null default 1,
    primary key (community, id),
    check ((arrived_at is null) = (state in ('PLANNED', 'CANCELLED'))),
    check ((finished_at is null) = (state <> 'FINISHED'))
);
create index visit_id on inspections.visit (id);
create unique index visit_command on inspections.visit (community, command_key) where command_key is not null;
create index visit_premises on inspections.visit (community, premises, id);
create index visit_campaign on inspections.visit (campaign, state, place_code) include (team, premises, community, persons, day);
create index visit_place on inspections.visit (place_code, day) where state = 'FINISHED';
create index visit_seat on inspections.visit (seat, planned_on) where state in ('PLANNED', 'ARRIVED');
comment on table inspections.visit is 'One inspection of one place; a self-inspection too. Nothing of it is shown to the inspected before arrival';

create table inspections.visit_equipment (
    community bigint not null,
    visit     bigint not null,
    premises  bigint not null,
    equipment int    not null,
    primary key (community, visit, equipment),
    foreign key (community, visit) references inspections.visit (community, id),
    foreign key (community, premises, equipment) references inspections.equipment (community, premises, id)
);

create table inspections.look (
    community bigint      not null,
    visit     bigint      not null,
    id        bigint      not null,
    account   bigint      not null,
    seat      bigint,
    at        timestamptz not null,
    primary key (community, visit, id)
);
comment on table inspections.look is 'Who saw the plan of a visit before it began: shows that nobody warned the inspected';

create table inspections.hazard (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place_code  text        not null collate "C",
    premises    bigint      not null,
    visit       bigint,
    campaign    bigint,
    matter      bigint,
    equipment   int,
    sector      text        not null,
    item        text        not null default '',
    level       text        not null check (level in ('GENERAL', 'MAJOR')),
    criterion   text        not null,
    what        text        not null,
    spot        text        not null default '',
    owner       bigint      not null,
    duty        bytea       not null,
    measures    text        not null,
    funds_fen   bigint      not null check (funds_fen >= 0),
    plan        text        not null,
    goals       text        not null default '',
    due_at      timestamptz not null,
    found_at    timestamptz not null,
    state       text        not null check (state in ('ORDERED', 'RECTIFIED', 'STRUCK')),
    stopped     boolean     not null default false,
    listed      boolean     not null default false,
    resumed_at  timestamptz,
    referred_at timestamptz,
    rectified_at timestamptz,
    rectified_by bigint,
    done        text        not null default '',
    struck_at   timestamptz,
    struck_by   bigint,
    struck_seat bigint,
    struck_no   int,
    returns     int         not null default 0,
    relapse_of  bigint,
    typical     boolean     not null default false,
    wanted_until timestamptz,
    wanted_by   bigint,
    wanted_words text       not null default '',
    extended    int         not null default 0,
    warned      smallint    not null default 0,
    version     int         not null default 1,
    primary key (community, id),
    check ((state = 'STRUCK') = (struck_at is not null)),
    check (struck_by is null or rectified_by is null or struck_by <> rectified_by),
    foreign key (community, premises) references inspections.premises (community, id)
);
create index hazard_id on inspections.hazard (id);
create index hazard_premises on inspections.hazard (community, premises, id);
create index hazard_visit on inspections.hazard (community, visit) where visit is not null;
create index hazard_campaign on inspections.hazard (campaign, state, level) include (place_code, due_at);
create index hazard_street on inspections.hazard (street, state, due_at, id);
create index hazard_place on inspections.hazard (place_code, found_at);
create index hazard_due on inspections.hazard (due_at, id) where state <> 'STRUCK';
create index hazard_owner on inspections.hazard (owner, due_at) where state <> 'STRUCK';
create unique index hazard_matter on inspections.hazard (community, matter) where matter is not null;
comment on table inspections.hazard is 'A hazard from order to striking off (Work Safety Law arts. 41, 65); never deleted; whoever accepts is not who rectified';

create table inspections.hazard_photo (
    community bigint   not null,
    hazard    bigint   not null,
    position  smallint not null,
    name      text     not null,
    purpose   text     not null check (purpose in ('BEFORE', 'AFTER', 'ACCEPT')),
    primary key (community, hazard, position),
    foreign key (community, hazard) references inspections.hazard (community, id)
);

create table inspections.counter (
    community bigint not null,
    name      text   not null,
    last      int    not null,
    primary key (community, name)
);
comment on table inspections.counter is 'Numbers of documents by kind and year, and of what was struck off; without gaps';

create table inspections.paper (
    community  bigint      not null,
    id         bigint      not null,
    street     bigint      not null generated always as (community / 1000) stored,
    place_code text        not null collate "C",
    kind       text        not null check (kind in ('RECORD', 'NOTICE', 'STOP', 'SUSPENSION', 'DECISION', 'ACCEPTANCE', 'RESUMPTION', 'REFERRAL')),
    year       smallint    not null,
    number     int         not null,
    code       text        not null,
    premises   bigint      not null,
    visit      bigint,
    hazard     bigint,
    campaign   bigint,
    words      text        not null default '',
    issued_at  timestamptz not null,
    seat       bigint,
    account    bigint,
    delivered_at timestamptz,
    delivery   text check (delivery in ('IN_PERSON', 'LEFT', 'POST', 'ELECTRONIC')),
    receiver   bytea,
    withdrawn  text,
    primary key (community, id),
    unique (community, kind, year, number)
);
create index paper_id on inspections.paper (id);
create index paper_code on inspections.paper (code);
create index paper_premises on inspections.paper (community, premises, id);
create index paper_campaign on inspections.paper (campaign, kind) where campaign is not null;
create index paper_place on inspections.paper (place_code, issued_at);
create index paper_visit on inspections.paper (community, visit) where visit is not null;
