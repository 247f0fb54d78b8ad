create table operations.backup (
    name       text        primary key,
    began_at   timestamptz not null,
    ended_at   timestamptz not null,
    bytes      bigint      not null,
    checked_at timestamptz,
    sound      boolean,
    report     text
);
comment on table operations.backup is 'Backups of this database that were completed, and what restoring them showed';

create table operations.task (
    name     text        primary key,
    began_at timestamptz not null,
    ended_at timestamptz,
    failure  text
);
comment on table operations.task is 'The last run of each duty of the operator''s: copying the log, backing up, checking a backup';

create table operations.alarm (
    id       bigint      primary key,
    what     text        not null,
    detail   text        not null,
    raised_at timestamptz not null,
    ended_at timestamptz,
    matter   bigint
);
comment on table operations.alarm is 'What is wrong with the program, from when until when, and the matter it became';
create unique index alarm_open on operations.alarm (what, detail) where ended_at is null;
create index alarm_newest on operations.alarm (raised_at desc);
