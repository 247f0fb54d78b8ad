create table exchange.api_key (
    id         bigint      primary key,
    hash       text        not null unique,
    name       text        not null,
    contact    text        not null,
    account    bigint,
    made_at    timestamptz not null,
    ended_at   timestamptz,
    used_at    timestamptz,
    requests   bigint      not null default 0
);
comment on table exchange.api_key is 'Keys of programs that send requests by Open311; only the SHA-256 is kept';

create table exchange.sent (
    community  bigint      not null,
    matter     bigint      not null,
    api_key    bigint      not null,
    account_id text        not null default '',
    media_url  text        not null default '',
    at         timestamptz not null,
    primary key (community, matter)
);
create index sent_matter on exchange.sent (matter);
create index sent_key on exchange.sent (api_key, matter);
comment on table exchange.sent is 'Which key sent a request: its sender may read back what it wrote';
