create table notices.message (
    community  bigint      not null,
    id         bigint      not null,
    account    bigint,
    person     bigint,
    seat       bigint,
    template   text        not null,
    parts      jsonb       not null,
    urgency    text        not null check (urgency in ('URGENT', 'NORMAL', 'LOW')),
    must_reach boolean     not null,
    path       text        not null,
    mark       text        not null,
    told_at    timestamptz not null,
    read_at    timestamptz,
    reached_at timestamptz,
    primary key (community, id),
    unique (community, mark)
);
create index message_account on notices.message (account, id);
create index message_unread on notices.message (account) where read_at is null;
create index message_seat on notices.message (seat) where read_at is null;
create index message_reach on notices.message (community, id) where must_reach and reached_at is null;
comment on column notices.message.mark is 'What it is about and whom it is for: nobody is told twice of the same thing';
comment on column notices.message.reached_at is 'When it is known to have reached: read, delivered by hand, or a receipt';

create table notices.delivery (
    community bigint      not null,
    message   bigint      not null,
    route     text        not null check (route in ('WEB_PUSH', 'EMAIL', 'SMS', 'WECOM', 'WECHAT', 'DINGTALK', 'LETTER', 'VISIT')),
    id        bigint      not null,
    account   bigint,
    state     text        not null check (state in ('QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'READ', 'BOUNCED', 'FAILED', 'DROPPED')),
    digest    boolean     not null default false,
    tries     int         not null default 0,
    next_at   timestamptz not null,
    sent_at   timestamptz,
    done_by   bigint,
    failure   text        not null default '',
    primary key (community, message, route)
);
create unique index delivery_id on notices.delivery (id);
create index delivery_due on notices.delivery (next_at) where state in ('QUEUED', 'SENDING') and route not in ('LETTER', 'VISIT');
create index delivery_hand on notices.delivery (route, community, id) where state = 'QUEUED' and route in ('LETTER', 'VISIT');

create table notices.contact (
    account         bigint      primary key,
    language        text        not null default 'zh',
    email           bytea,
    email_confirmed boolean     not null default false,
    email_code      text,
    email_code_at   timestamptz,
    channel         text check (channel in ('WECOM', 'WECHAT', 'DINGTALK')),
    handle          bytea,
    sms             boolean     not null default true,
    quiet_from      time        not null,
    quiet_until     time        not null,
    digest          boolean     not null default false
);
comment on table notices.contact is 'How an account wants to be reached: a reference table in a cluster';

create table notices.subscription (
    account  bigint      not null,
    endpoint text        not null,
    since    timestamptz not null,
    primary key (account, endpoint)
);
comment on table notices.subscription is 'Browsers that may be woken (RFC 8030); nothing but the waking goes through their makers';

create table notices.bulletin (
    community  bigint      not null,
    id         bigint      not null,
    place      bigint      not null,
    place_code text        not null collate "C",
    title      text        not null,
    text       text        not null,
    by_seat    bigint      not null,
    posted_at  timestamptz not null,
    until_on   date,
    withdrawn  boolean     not null default false,
    primary key (community, id)
);
create index bulletin_id on notices.bulletin (id);
create index bulletin_place on notices.bulletin (place_code, id);
comment on table notices.bulletin is 'Notices for the notice board, printed with a code that opens the same text on a phone';
