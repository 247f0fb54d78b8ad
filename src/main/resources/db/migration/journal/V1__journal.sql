create table journal.entry (
    community    bigint      not null,
    seq          bigint      generated always as identity,
    txid         xid8        not null default pg_current_xact_id(),
    at           timestamptz not null,
    actor        bigint,
    seat         bigint,
    place        bigint,
    subject_kind text        not null,
    subject_id   bigint      not null,
    kind         text        not null,
    body         jsonb       not null,
    salt         bytea       not null,
    commitment   bytea       not null,
    primary key (community, seq)
);
comment on table journal.entry is 'Everything that was done; never updated, except that personal values in body and the salt can be erased';
create index entry_settled on journal.entry (txid, seq);
create index entry_subject on journal.entry (community, subject_id, seq);

create table journal.cursor (
    follower text primary key,
    txid     xid8        not null default '0',
    seq      bigint      not null default 0,
    moved_at timestamptz,
    failure  text
);
comment on table journal.cursor is 'How far each follower has read; the row is its lease';
