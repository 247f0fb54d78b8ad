create table councils.body (
    community  bigint not null,
    id         bigint not null,
    street     bigint not null generated always as (community / 1000) stored,
    place      bigint not null,
    place_code text   not null collate "C",
    kind       text   not null,
    name       text   not null,
    founded_at timestamptz not null,
    ended_at   timestamptz,
    version    int    not null default 1,
    primary key (community, id)
);
create index body_id on councils.body (id);
create index body_place on councils.body (place_code, id);
create index body_street on councils.body (street, id);
create unique index body_name on councils.body (community, place, name) where ended_at is null;

create table councils.member (
    community bigint not null,
    body      bigint not null,
    id        bigint not null,
    part      text   not null,
    name      text   not null,
    stands_for text  not null default '',
    account   bigint,
    topic     bigint,
    since     timestamptz not null,
    until     timestamptz,
    primary key (community, id),
    foreign key (community, body) references councils.body (community, id)
);
create index member_body on councils.member (community, body) where until is null;
create index member_account on councils.member (account) where account is not null and until is null;
comment on column councils.member.topic is 'For a seat of X: the topic it was chosen for; empty for a standing seat';

create table councils.topic (
    community  bigint not null,
    id         bigint not null,
    street     bigint not null generated always as (community / 1000) stored,
    place      bigint not null,
    place_code text   not null collate "C",
    tier       text   not null check (tier in ('STREET', 'COMMUNITY', 'ONLINE', 'STAIRWELL')),
    body       bigint,
    title      text   not null,
    text       text   not null,
    account    bigint not null,
    source     text   not null check (source in ('RESIDENT', 'NEED', 'MATTER', 'PATROL', 'PETITION', 'BODY')),
    source_id  bigint,
    floating   boolean not null,
    built      boolean not null,
    stage      text   not null check (stage in ('RAISED', 'ADMITTED', 'REFUSED', 'PROPOSED', 'DECIDED', 'EXECUTED', 'EVALUATED', 'WITHDRAWN')),
    due_at     timestamptz,
    needed     int    not null default 0,
    signed     int    not null default 0,
    decision   text   not null default '',
    rests_on   text   not null default '',
    executor   text   not null default '',
    helped     boolean,
    created_at timestamptz not null,
    version    int    not null default 1,
    primary key (community, id)
);
create index topic_id on councils.topic (id);
create index topic_place on councils.topic (place_code, id);
create index topic_street on councils.topic (street, id);
create index topic_body on councils.topic (community, body, id) where body is not null;
create unique index topic_source on councils.topic (community, source, source_id) where source_id is not null;
create index topic_due on councils.topic (due_at) where stage in ('RAISED', 'ADMITTED', 'PROPOSED', 'DECIDED', 'EXECUTED');

create table councils.signature (
    community bigint not null,
    topic     bigint not null,
    account   bigint not null,
    at        timestamptz not null,
    primary key (community, topic, account),
    foreign key (community, topic) references councils.topic (community, id)
);

create table councils.remark (
    community bigint not null,
    topic     bigint not null,
    id        bigint not null,
    account   bigint not null,
    words     text   not null,
    at        timestamptz not null,
    hidden    text,
    hidden_by bigint,
    appealed  text,
    primary key (community, topic, id),
    foreign key (community, topic) references councils.topic (community, id)
);

create table councils.proposal (
    community bigint not null,
    topic     bigint not null,
    id        bigint not null,
    amends    bigint,
    account   bigint not null,
    text      text   not null,
    at        timestamptz not null,
    withdrawn boolean not null default false,
    primary key (community, topic, id),
    foreign key (community, topic) references councils.topic (community, id),
    foreign key (community, topic, amends) references councils.proposal (community, topic, id)
);

create table councils.hearing (
    community bigint not null,
    topic     bigint not null,
    stage     text   not null check (stage in ('NEED', 'DESIGN', 'BUILDING', 'ACCEPTANCE')),
    words     text   not null,
    people    int    not null check (people > 0),
    account   bigint not null,
    at        timestamptz not null,
    primary key (community, topic, stage),
    foreign key (community, topic) references councils.topic (community, id)
);

create table councils.meeting (
    community  bigint not null,
    id         bigint not null,
    body       bigint not null,
    title      text   not null,
    venue      text   not null,
    room       text   not null default '',
    starts_at  timestamptz not null,
    called_at  timestamptz not null,
    urgent     text   not null default '',
    state      text   not null check (state in ('CALLED', 'OPEN', 'CLOSED', 'PUBLISHED', 'CANCELLED')),
    code       text   not null,
    minutes    text   not null default '',
    published_at timestamptz,
    seat       bigint not null,
    version    int    not null default 1,
    primary key (community, id),
    foreign key (community, body) references councils.body (community, id)
);
create index meeting_id on councils.meeting (id);
create index meeting_body on councils.meeting (community, body, starts_at);

create table councils.agenda (
    community bigint   not null,
    meeting   bigint   not null,
    position  smallint not null,
    topic     bigint,
    title     text     not null,
    primary key (community, meeting, position),
    foreign key (community, meeting) references councils.meeting (community, id)
);

create table councils.attendance (
    community bigint not null,
    meeting   bigint not null,
    member    bigint not null,
    state     text   not null check (state in ('INVITED', 'EXCUSED', 'PRESENT')),
    how       text check (how in ('SIGN', 'DESK', 'ONLINE')),
    words     text   not null default '',
    at        timestamptz,
    speaks    smallint,
    primary key (community, meeting, member),
    foreign key (community, meeting) references councils.meeting (community, id)
);

create table councils.motion (
    community bigint   not null,
    meeting   bigint   not null,
    id        bigint   not null,
    position  smallint not null,
    text      text     not null,
    rests_on  text     not null default '',
    agree     int      not null,
    disagree  int      not null,
    abstain   int      not null,
    present   int      not null,
    passed    boolean  not null,
    at        timestamptz not null,
    primary key (community, meeting, id),
    foreign key (community, meeting, position) references councils.agenda (community, meeting, position),
    check (agree >= 0 and disagree >= 0 and abstain >= 0 and agree + disagree + abstain <= present)
);

create table councils.dissent (
    community bigint not null,
    meeting   bigint not null,
    id        bigint not null,
    motion    bigint not null,
    member    bigint not null,
    words     text   not null,
    answer    text   not null default '',
    answered_at timestamptz,
    primary key (community, meeting, id),
    foreign key (community, meeting, motion) references councils.motion (community, meeting, id)
);
