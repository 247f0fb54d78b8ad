create table councils.body (
    community  bigint not null,
    id         bigint not null,
    street     bigint not null generated always as (community / 1000) stored,
    place      bigint not null,
    place_code text   not null collate "C",
    kind       text   not null,
    name       text   not null,
    founded_at timestamptz not null,
    every_months int,
    next_on    timestamptz,
    venue      text   not null default '',
    ended_at   timestamptz,
    ended_words text  not null default '',
    version    int    not null default 1,
    primary key (community, id),
    check ((every_months is null) = (next_on is null))
);
create index body_id on councils.body (id);
create index body_place on councils.body (place_code, id);
create index body_street on councils.body (street, id);
create index body_next on councils.body (next_on) where ended_at is null and next_on is not null;
create index body_kind on councils.body (kind, id) where ended_at is null;
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
    waiting   boolean not null default false,
    since     timestamptz not null,
    until     timestamptz,
    ended_words text  not null default '',
    primary key (community, id),
    foreign key (community, body) references councils.body (community, id)
);
create index member_body on councils.member (community, body) where until is null;
create unique index member_once on councils.member (community, body, account, part, coalesce(topic, 0)) where account is not null and until is null;
create index member_account on councils.member (account) where account is not null and until is null;
comment on column councils.member.waiting is 'On the waiting list of a part whose seats are filled; the first moves up when a seat becomes free';
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
    petition   text,
    decision   text   not null default '',
    rests_on   text   not null default '',
    decided_by text   not null default '',
    executor   bigint,
    done_words text   not null default '',
    helped     boolean,
    words      text   not null default '',
    appealed   boolean not null default false,
    reminded_at timestamptz,
    created_at timestamptz not null,
    version    int    not null default 1,
    primary key (community, id)
);
create index topic_id on councils.topic (id);
create index topic_place on councils.topic (place_code, id);
create index topic_street on councils.topic (street, id);
create index topic_body on councils.topic (community, body, id) where body is not null;
create unique index topic_source on councils.topic (community, source, source_id) where source_id is not null and stage not in ('REFUSED', 'WITHDRAWN');
create index topic_account on councils.topic (account, id);
create index topic_executor on councils.topic (executor) where stage = 'DECIDED';
create index topic_due on councils.topic (due_at)
    where reminded_at is null and stage in ('RAISED', 'ADMITTED', 'PROPOSED', 'DECIDED', 'EXECUTED');

create table councils.signature (
    community bigint not null,
    topic     bigint not null,
    account   bigint not null,
    person    bigint not null,
    at        timestamptz not null,
    primary key (community, topic, person),
    foreign key (community, topic) references councils.topic (community, id)
);
create index signature_account on councils.signature (community, topic, account);
comment on table councils.signature is 'One for each person, whatever accounts they have';

create table councils.remark (
    community bigint not null,
    topic     bigint not null,
    id        bigint not null,
    account   bigint not null,
    words     text   not null,
    at        timestamptz not null,
    offline   boolean not null default false,
    due_at    timestamptz,
    answer    text,
    answered_by bigint,
    answered_at timestamptz,
    hidden    text,
    hidden_by bigint,
    appealed  text,
    judged    text,
    primary key (community, topic, id),
    foreign key (community, topic) references councils.topic (community, id)
);

create index remark_account on councils.remark (account);
create index remark_due on councils.remark (due_at) where answered_at is null and due_at is not null and hidden is null;
create index remark_appealed on councils.remark (community, topic) where appealed is not null and judged is null;
comment on column councils.remark.due_at is 'A question: until when it has to be answered; empty for what is only said';

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

create table councils.stance (
    community bigint not null,
    topic     bigint not null,
    proposal  bigint not null,
    account   bigint not null,
    part      text   not null default '',
    stance    text   not null check (stance in ('SUPPORT', 'ACCEPT', 'OBJECT')),
    at        timestamptz not null,
    primary key (community, topic, proposal, account),
    foreign key (community, topic, proposal) references councils.proposal (community, topic, id)
);
comment on table councils.stance is 'How acceptable a proposal is to somebody: measures consensus before anything is decided';

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
    form       text   not null,
    title      text   not null,
    venue      text   not null,
    room       text   not null default '',
    starts_at  timestamptz not null,
    called_at  timestamptz,
    urgent     text   not null default '',
    state      text   not null check (state in ('PLANNED', 'CALLED', 'OPEN', 'CLOSED', 'PUBLISHED', 'CANCELLED')),
    code       text   not null,
    minutes    text   not null default '',
    published_at timestamptz,
    reminded_at timestamptz,
    ended_words text  not null default '',
    version    int    not null default 1,
    primary key (community, id),
    foreign key (community, body) references councils.body (community, id)
);
create index meeting_id on councils.meeting (id);
create index meeting_body on councils.meeting (community, body, starts_at);
create index meeting_next on councils.meeting (starts_at) where state in ('PLANNED', 'CALLED', 'OPEN', 'CLOSED');
comment on column councils.meeting.code is 'Stands as a QR code on the wall: whoever reads it is in the room';

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
    state     text   not null check (state in ('INVITED', 'COMING', 'EXCUSED', 'PRESENT')),
    how       text check (how in ('SIGN', 'DESK', 'ONLINE')),
    words     text   not null default '',
    at        timestamptz,
    speaks    int,
    primary key (community, meeting, member),
    check ((state = 'PRESENT') = (how is not null)),
    foreign key (community, meeting) references councils.meeting (community, id),
    foreign key (community, member) references councils.member (community, id)
);
create index attendance_member on councils.attendance (community, member);

create table councils.motion (
    community bigint   not null,
    meeting   bigint   not null,
    id        bigint   not null,
    position  smallint not null,
    proposal  bigint,
    amends    bigint,
    text      text     not null,
    rests_on  text     not null default '',
    state     text     not null check (state in ('OPEN', 'PASSED', 'FAILED', 'WITHDRAWN')),
    agree     int      not null default 0,
    disagree  int      not null default 0,
    abstain   int      not null default 0,
    present   int      not null default 0,
    seats     int      not null default 0,
    adopts    bigint,
    adopts_edition int,
    at        timestamptz not null,
    primary key (community, meeting, id),
    check ((adopts is null) = (adopts_edition is null)),
    foreign key (community, meeting, position) references councils.agenda (community, meeting, position),
    foreign key (community, meeting, amends) references councils.motion (community, meeting, id),
    check (agree >= 0 and disagree >= 0 and abstain >= 0 and agree + disagree + abstain <= present)
);

create table councils.motion_vote (
    community bigint not null,
    meeting   bigint not null,
    motion    bigint not null,
    member    bigint not null,
    choice    text   not null check (choice in ('AGREE', 'DISAGREE', 'ABSTAIN')),
    at        timestamptz not null,
    primary key (community, meeting, motion, member),
    foreign key (community, meeting, motion) references councils.motion (community, meeting, id),
    foreign key (community, meeting, member) references councils.attendance (community, meeting, member)
);
comment on table councils.motion_vote is 'Members who vote on their own telephone, in the room or far away; hands are counted beside them';

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

create table councils.correction (
    community bigint not null,
    meeting   bigint not null,
    id        bigint not null,
    words     text   not null,
    account   bigint not null,
    at        timestamptz not null,
    primary key (community, meeting, id),
    foreign key (community, meeting) references councils.meeting (community, id)
);
comment on table councils.correction is 'What was wrong in published minutes; the minutes themselves stay';

create table councils.discussion_group (
    community  bigint not null,
    id         bigint not null,
    street     bigint not null generated always as (community / 1000) stored,
    place      bigint not null,
    place_code text   not null collate "C",
    platform   text   not null check (platform in ('WECHAT', 'QQ', 'DINGTALK', 'OTHER')),
    name       text   not null,
    purpose    text   not null default '',
    members    int    not null check (members >= 0),
    counted_at timestamptz not null,
    ended_at   timestamptz,
    version    int    not null default 1,
    primary key (community, id)
);
create index discussion_group_id on councils.discussion_group (id);
create index discussion_group_place on councils.discussion_group (place_code, id);
create index discussion_group_street on councils.discussion_group (street, id);
create unique index discussion_group_name on councils.discussion_group (community, platform, name) where ended_at is null;

create table councils.moderator (
    community bigint not null,
    discussion_group bigint not null,
    account   bigint not null,
    since     timestamptz not null,
    primary key (community, discussion_group, account),
    foreign key (community, discussion_group) references councils.discussion_group (community, id)
);
create index moderator_account on councils.moderator (account);

create table councils.question (
    community bigint not null,
    discussion_group bigint not null,
    id        bigint not null,
    words     text   not null,
    asked_at  timestamptz not null,
    due_at    timestamptz not null,
    answer    text   not null default '',
    answered_by bigint,
    answered_at timestamptz,
    topic     bigint,
    primary key (community, id),
    foreign key (community, discussion_group) references councils.discussion_group (community, id)
);
create index question_group on councils.question (community, discussion_group, id);
create index question_due on councils.question (due_at) where answered_at is null;
