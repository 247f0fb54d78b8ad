create table exchange.mail (
    community  bigint      not null,
    message    text        not null,
    id         bigint      not null,
    result     text        not null check (result in ('TAKEN', 'ADDED', 'ANSWERED', 'REFUSED', 'SKIPPED')),
    reason     text        not null default '',
    matter     bigint,
    left_out   int         not null default 0,
    at         timestamptz not null,
    primary key (community, message),
    check (matter is not null or result in ('REFUSED', 'SKIPPED'))
);
create index mail_newest on exchange.mail (community, id desc);
comment on table exchange.mail is 'What became of each message that came by e-mail; its Message-ID is kept as a hash, its sender not at all';
