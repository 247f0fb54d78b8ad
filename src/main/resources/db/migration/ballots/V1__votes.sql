create table ballots.vote (
    community   bigint      not null,
    id          bigint      not null,
    street      bigint      not null generated always as (community / 1000) stored,
    place       bigint      not null,
    place_code  text        not null collate "C",
    title       text        not null,
    text        text        not null default '',
    electorate  text        not null check (electorate in ('OWNERS', 'PERSONS')),
    effect      text        not null check (effect in ('BINDING_STATUTORY', 'RECORDED_FROM_OFFICIAL_SYSTEM', 'CONSULTATIVE')),
    secret      boolean     not null default false,
    replaceable boolean     not null,
    non_response text       not null check (non_response in ('NOT_PARTICIPATING', 'COUNT_WITH_MAJORITY')),
    non_response_rule text  not null default '',
    include_parking boolean not null,
    proxies     int         not null default 0,
    state       text        not null check (state in ('DRAFT', 'ROLL_PUBLISHED', 'ANNOUNCED', 'DECIDED', 'CANCELLED', 'ANNULLED')),
    objections_until timestamptz,
    opens_at    timestamptz,
    closes_at   timestamptz,
    extended    smallint    not null default 0,
    seat        bigint      not null,
    fixed_at    timestamptz,
    roll_hash   text,
    decided_at  timestamptz,
    result      jsonb,
    box_hash    text,
    filed_at    timestamptz,
    filed       text        not null default '',
    ended_words text        not null default '',
    total_area  bigint      not null default 0,
    total_heads int         not null default 0,
    run_off_of  bigint,
    created_at  timestamptz not null,
    version     int         not null default 1,
    primary key (community, id),
    check (not secret or electorate = 'PERSONS'),
    check (not (secret and replaceable)),
    check (non_response = 'NOT_PARTICIPATING' or non_response_rule <> '')
);
create index vote_id on ballots.vote (id);
create index vote_place on ballots.vote (place_code, id);
create index vote_street on ballots.vote (street, id);
create index vote_due on ballots.vote (closes_at) where state = 'ANNOUNCED';
comment on table ballots.vote is 'A vote from draft to filing; roll_hash and box_hash fix what was voted on and what was cast';

create table ballots.question (
    community bigint   not null,
    vote      bigint   not null,
    id        smallint not null,
    type      text     not null check (type in ('DECISION', 'CHOICE', 'RANKING', 'ELECTION')),
    rule      text     not null,
    matter    smallint,
    title     text     not null,
    text      text     not null default '',
    options   text[]   not null default '{}',
    seats     smallint not null default 1,
    primary key (community, vote, id),
    foreign key (community, vote) references ballots.vote (community, id)
);

create table ballots.voter (
    community bigint not null,
    vote      bigint not null,
    id        int    not null,
    owner     text   not null,
    name      bytea  not null,
    developer boolean not null default false,
    pseudonym text   not null,
    area      bigint not null default 0,
    counts    boolean not null default true,
    primary key (community, vote, id),
    unique (community, vote, owner),
    unique (community, vote, pseudonym),
    foreign key (community, vote) references ballots.vote (community, id)
);
comment on column ballots.voter.owner is 'Why these units are one head: the key of the buyer, as whoever keeps the roll decided it; a keyed hash';
comment on column ballots.voter.counts is 'False while only units that local policy leaves out are theirs';

create table ballots.voter_account (
    community bigint not null,
    vote      bigint not null,
    voter     int    not null,
    account   bigint not null,
    primary key (community, vote, voter, account),
    foreign key (community, vote, voter) references ballots.voter (community, vote, id)
);
create index voter_account_of on ballots.voter_account (account, vote);

create table ballots.unit (
    community  bigint not null,
    vote       bigint not null,
    id         int    not null,
    voter      int    not null,
    place_code text   not null collate "C",
    label      text   not null,
    area       bigint not null check (area >= 0),
    basis      text   not null check (basis in ('REGISTER', 'SURVEY', 'CONTRACT', 'NONE')),
    parking    boolean not null default false,
    code       text   not null,
    sweep      text   not null default 'OPEN' check (sweep in ('OPEN', 'DELIVERED', 'REFUSED', 'VACANT', 'AWAY')),
    swept_at   timestamptz,
    swept_by   bigint,
    proof      text,
    primary key (community, vote, id),
    unique (community, vote, place_code),
    foreign key (community, vote, voter) references ballots.voter (community, vote, id)
);
create index unit_voter on ballots.unit (community, vote, voter);
create index unit_code on ballots.unit (code);

create table ballots.objection (
    community  bigint not null,
    vote       bigint not null,
    id         bigint not null,
    part       text   not null check (part in ('ROLL', 'RESULT')),
    account    bigint not null,
    words      text   not null,
    at         timestamptz not null,
    granted    boolean,
    answer     text   not null default '',
    decided_at timestamptz,
    decided_by bigint,
    primary key (community, vote, id),
    foreign key (community, vote) references ballots.vote (community, id)
);

create table ballots.correction (
    community bigint not null,
    vote      bigint not null,
    id        bigint not null,
    unit      int    not null,
    before    text   not null,
    after     text   not null,
    reason    text   not null,
    seat      bigint,
    at        timestamptz not null,
    primary key (community, vote, id),
    foreign key (community, vote) references ballots.vote (community, id)
);

create table ballots.ballot (
    community bigint not null,
    vote      bigint not null,
    voter     int    not null,
    n         smallint not null default 1,
    at        timestamptz not null,
    channel   text   not null check (channel in ('PHONE', 'TABLET', 'PAPER', 'DOOR', 'MAIL', 'VIDEO')),
    account   bigint,
    second    bigint,
    proxy     bigint,
    answers   bytea,
    receipt   bytea,
    proof     text,
    command_key text,
    primary key (community, vote, voter),
    foreign key (community, vote, voter) references ballots.voter (community, vote, id)
);
comment on table ballots.ballot is 'One row a voter: the constraint that makes a ballot count once. answers are sealed until the close and empty where the vote is secret';

create table ballots.slip (
    community bigint not null,
    vote      bigint not null,
    receipt   bytea  not null,
    answers   bytea  not null,
    primary key (community, vote, receipt)
);
comment on table ballots.slip is 'Secret ballots, apart from who cast them; written anew in the order of their receipts at the close';

create table ballots.reach (
    community bigint   not null,
    vote      bigint   not null,
    stripe    smallint not null,
    area      bigint   not null,
    heads     int      not null,
    primary key (community, vote, stripe)
);
comment on table ballots.reach is 'Who took part, by area and heads, kept as ballots come in; in stripes, so that writers do not wait for each other';

create table ballots.box (
    community bigint not null,
    vote      bigint not null,
    receipt   text   not null,
    voter     int,
    answers   text   not null,
    primary key (community, vote, receipt)
);

create table ballots.proxy (
    community bigint not null,
    vote      bigint not null,
    id        bigint not null,
    voter     int    not null,
    holder    bigint not null,
    words     text   not null default '',
    proof     text,
    at        timestamptz not null,
    ended_at  timestamptz,
    primary key (community, vote, id),
    foreign key (community, vote, voter) references ballots.voter (community, vote, id)
);
create unique index proxy_one on ballots.proxy (community, vote, voter) where ended_at is null;
create index proxy_holder on ballots.proxy (holder, vote) where ended_at is null;

create table ballots.batch (
    community bigint not null,
    vote      bigint not null,
    id        bigint not null,
    name      text   not null,
    sheets    int    not null check (sheets > 0),
    state     text   not null default 'OPEN' check (state in ('OPEN', 'AGREED', 'DROPPED')),
    first     bigint,
    second    bigint,
    opened_at timestamptz not null,
    agreed_at timestamptz,
    primary key (community, vote, id),
    check (first is null or second is null or first <> second),
    foreign key (community, vote) references ballots.vote (community, id)
);

create table ballots.sheet (
    community bigint   not null,
    vote      bigint   not null,
    batch     bigint   not null,
    side      smallint not null check (side in (1, 2)),
    voter     int      not null,
    answers   bytea    not null,
    primary key (community, vote, batch, side, voter),
    foreign key (community, vote, batch) references ballots.batch (community, vote, id)
);
comment on table ballots.sheet is 'Paper ballots as each of two people typed them; they become ballots when both sides and the number of sheets agree';
