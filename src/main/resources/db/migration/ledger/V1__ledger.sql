create table ledger.log (
    street      bigint      primary key,
    origin      text        not null unique,
    size        bigint      not null default 0,
    sealed      bigint      not null default 0,
    sealed_at   timestamptz,
    succeeds    text,
    opened_at   timestamptz not null
);
comment on table ledger.log is 'One open ledger for each street: how many lines it has and for how many of them a checkpoint is signed';

create table ledger.bundle (
    street  bigint not null,
    n       bigint not null,
    width   int    not null,
    entries bytea  not null,
    primary key (street, n)
);
comment on table ledger.bundle is 'The public lines as the log holds them, 256 to a bundle (C2SP tlog-tiles)';

create table ledger.tile (
    street bigint not null,
    level  int    not null,
    n      bigint not null,
    width  int    not null,
    hashes bytea  not null,
    primary key (street, level, n)
);
comment on table ledger.tile is 'The hashes of the tree, 256 to a tile';

create table ledger.checkpoint (
    street  bigint      not null,
    size    bigint      not null,
    note    text        not null,
    at      timestamptz not null,
    joint   boolean     not null default false,
    figures jsonb       not null,
    primary key (street, size)
);
comment on table ledger.checkpoint is 'What the log has signed, and the public figures at that size';
create index checkpoint_joint on ledger.checkpoint (street, size desc) where joint;

create table ledger.leaf (
    community bigint      not null,
    seq       bigint      not null,
    street    bigint      not null,
    n         bigint      not null,
    hash      bytea       not null,
    subject   text        not null,
    of_id     bigint,
    kind      text        not null,
    actor     bigint,
    at        timestamptz not null,
    primary key (community, seq)
);
comment on table ledger.leaf is 'Which row of the journal stands where in the log';
create index leaf_n on ledger.leaf (street, n);
create index leaf_hash on ledger.leaf (hash);
create index leaf_actor on ledger.leaf (actor, seq desc) where actor is not null;
create index leaf_of on ledger.leaf (street, subject, of_id, n desc) where of_id is not null;

create table ledger.state (
    street  bigint not null,
    subject text   not null,
    of_id   bigint not null,
    state   text   not null,
    primary key (street, subject, of_id)
);
comment on table ledger.state is 'The state each public subject has reached, as the log says';

create table ledger.figure (
    street bigint not null,
    figure text   not null,
    name   text   not null,
    n      bigint not null,
    primary key (street, figure, name)
);
comment on table ledger.figure is 'What can be counted from the log alone, kept instead of recounted';

create table ledger.party (
    street      bigint      not null,
    name        text        not null,
    kind        text        not null,
    label       text        not null,
    vkey        text        not null,
    submission  text,
    mirror      text,
    enrolled_at timestamptz not null,
    ended_at    timestamptz,
    seen_size   bigint      not null default 0,
    seen_at     timestamptz,
    told_at     timestamptz,
    primary key (street, name)
);
comment on table ledger.party is 'Who cosigns the log: one key each';
create unique index party_vkey on ledger.party (street, vkey);

create table ledger.cosignature (
    street bigint      not null,
    size   bigint      not null,
    party  text        not null,
    line   text        not null,
    at     timestamptz not null,
    primary key (street, size, party)
);
comment on table ledger.cosignature is 'What a party has signed: that this is the largest consistent log it has seen';

create table ledger.fault (
    street bigint      not null,
    id     bigint      not null,
    what   text        not null,
    detail text        not null,
    at     timestamptz not null,
    primary key (street, id)
);
comment on table ledger.fault is 'What did not fit when the ledger was written or signed; never removed';
create unique index fault_once on ledger.fault (street, what, detail);
