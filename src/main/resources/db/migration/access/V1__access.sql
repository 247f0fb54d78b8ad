create table access.account (
    id           bigint primary key,
    person       bigint,
    username     text        not null unique,
    name         text        not null,
    password     text        not null,
    totp         bytea,
    totp_step    bigint      not null default 0,
    failures     int         not null default 0,
    locked_until timestamptz,
    active       boolean     not null default true,
    created_at   timestamptz not null
);

create table access.session (
    hash       text primary key,
    account    bigint      not null references access.account,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    complete   boolean     not null
);
create index session_account on access.session (account);

create table access.token (
    id         bigint primary key,
    hash       text        not null unique,
    account    bigint      not null references access.account,
    name       text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index token_account on access.token (account);

create table access.command (
    account bigint      not null,
    key     text        not null,
    what    text        not null,
    answer  text,
    at      timestamptz not null,
    primary key (account, key)
);
create index command_at on access.command (at);
comment on table access.command is 'What a command with this key answered; account 0 is a visitor';

create table access.look (
    community bigint      not null,
    id        bigint      not null,
    at        timestamptz not null,
    account   bigint      not null,
    seat      bigint      not null,
    person    bigint      not null,
    subject   text        not null,
    purpose   text        not null,
    primary key (community, id)
);
create index look_id on access.look (id desc);
comment on table access.look is 'Each look at personal data: by whom, in which seat, whose, what for';
