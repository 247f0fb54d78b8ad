create table notices.letter (
    community  bigint      not null,
    id         bigint      not null,
    mark       text        not null,
    recipient  bytea,
    title      text,
    body       text,
    path       text        not null,
    thread     text,
    state      text        not null check (state in ('QUEUED', 'SENDING', 'SENT', 'BOUNCED', 'FAILED')),
    tries      int         not null default 0,
    next_at    timestamptz not null,
    written_at timestamptz not null,
    failure    text        not null default '',
    primary key (community, id),
    unique (community, mark),
    check (state in ('QUEUED', 'SENDING') or recipient is null and title is null and body is null and thread is null)
);
create index letter_due on notices.letter (next_at) where state in ('QUEUED', 'SENDING');
create index letter_written on notices.letter (written_at);
comment on table notices.letter is 'E-mail to people without an account; address and words are sealed or gone once it went';
