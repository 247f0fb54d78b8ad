create table duty.cell (
    community       bigint      not null,
    id              bigint      not null,
    place           bigint      not null,
    place_code      text        not null collate "C",
    subject         text        not null,
    hours           text        not null check (hours in ('ALWAYS', 'WORKING', 'OFF')),
    basis           text        not null check (basis in ('LAW', 'SECTOR', 'CONTRACT', 'SEAT')),
    lead_roles      text        not null,
    lead_seat       bigint,
    helper_roles    text        not null default '',
    supervisor_role text,
    substitute_role text,
    why             text        not null,
    account         bigint,
    since           timestamptz not null,
    until           timestamptz,
    primary key (community, id),
    check (until is null or until >= since)
);
create unique index cell_current on duty.cell (community, place, subject, hours) where until is null;
create index cell_place on duty.cell (place_code);
comment on table duty.cell is 'The responsibility matrix where it differs from duty/leads.csv; a row is never changed, only ended';

create table duty.roster (
    community  bigint      not null,
    id         bigint      not null,
    place      bigint      not null,
    place_code text        not null collate "C",
    role       text        not null,
    kind       text        not null check (kind in ('REGULAR', 'ON_CALL', 'EMERGENCY')),
    hours      text        not null check (hours in ('ALWAYS', 'WORKING', 'OFF')),
    name       text        not null,
    since      timestamptz not null,
    until      timestamptz,
    primary key (community, id)
);
create index roster_place on duty.roster (place_code);

create table duty.shift (
    community  bigint      not null,
    id         bigint      not null,
    roster     bigint      not null,
    place_code text        not null collate "C",
    seat       bigint      not null,
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    version    int         not null default 1,
    primary key (community, id),
    foreign key (community, roster) references duty.roster (community, id),
    check (ends_at > starts_at)
);
create index shift_roster on duty.shift (community, roster, starts_at);
create index shift_seat on duty.shift (seat, starts_at);
create index shift_place on duty.shift (place_code, ends_at);

create table duty.swap (
    community  bigint      not null,
    id         bigint      not null,
    place_code text        not null collate "C",
    shift      bigint      not null,
    from_seat  bigint      not null,
    to_seat    bigint      not null,
    back_shift bigint,
    words      text        not null,
    state      text        not null check (state in ('ASKED', 'AGREED', 'APPROVED', 'DECLINED', 'REFUSED', 'WITHDRAWN')),
    asked_at   timestamptz not null,
    decided_at timestamptz,
    answer     text        not null default '',
    primary key (community, id)
);
create unique index swap_open on duty.swap (community, shift) where state in ('ASKED', 'AGREED');
create index swap_place on duty.swap (place_code, id) where state in ('ASKED', 'AGREED');

create table duty.absence (
    community  bigint      not null,
    id         bigint      not null,
    seat       bigint      not null,
    place_code text        not null collate "C",
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    kind       text        not null check (kind in ('LEAVE', 'SICK', 'TRAINING', 'SECONDED')),
    substitute bigint,
    words      text        not null,
    state      text        not null check (state in ('ASKED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'BEGUN')),
    asked_by   bigint,
    answer     text        not null default '',
    primary key (community, id),
    check (ends_at > starts_at)
);
create index absence_place on duty.absence (place_code, ends_at);
create index absence_seat on duty.absence (seat, starts_at);
create index absence_due on duty.absence (starts_at) where state = 'APPROVED';

create table duty.handover (
    community  bigint      not null,
    id         bigint      not null,
    place_code text        not null collate "C",
    from_seat  bigint      not null,
    to_seat    bigint      not null,
    log        text        not null,
    open       jsonb       not null,
    at         timestamptz not null,
    signed_at  timestamptz,
    objection  text        not null default '',
    primary key (community, id)
);
create index handover_seat on duty.handover (to_seat, id);
create index handover_from on duty.handover (from_seat, id);
create index handover_place on duty.handover (place_code, id);

create table duty.finding (
    community  bigint      not null,
    id         bigint      not null,
    place      bigint      not null,
    place_code text        not null collate "C",
    what       text        not null,
    weight     smallint    not null,
    subjects   text[]      not null,
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    seat       bigint,
    roster     bigint,
    mend       text        not null,
    mend_seat  bigint,
    mend_role  text,
    primary key (community, id)
);
create index finding_place on duty.finding (place_code, starts_at, id);
comment on table duty.finding is 'Gaps and overlaps of the coming days, computed anew for a community when something it rests on changes';

create table duty.checked (
    community bigint      not null primary key,
    at        timestamptz,
    until     timestamptz
);

create table duty.change (
    community bigint not null,
    id        bigint not null,
    primary key (community, id)
);
comment on table duty.change is 'Changes that the findings of a community do not yet show; only inserted and taken away, so that nobody waits for anybody';

create table duty.warning (
    community bigint      not null,
    mark      text        not null,
    at        timestamptz not null,
    primary key (community, mark)
);
comment on table duty.warning is 'What somebody was warned of: nobody is warned twice of the same gap';

create table duty.task (
    community     bigint      not null,
    id            bigint      not null,
    place_code    text        not null collate "C",
    title         text        not null,
    text          text        not null,
    legal_basis   text        not null,
    on_list       boolean     not null,
    asked_by      text        not null,
    asker_seat    bigint      not null,
    fund_fen      bigint      not null check (fund_fen >= 0),
    payer         text        not null,
    replaces      text        not null,
    due_on        date        not null,
    state         text        not null check (state in ('ASKED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'APPEALED', 'UPHELD', 'DONE')),
    words         text        not null default '',
    decided_by    bigint,
    asked_at      timestamptz not null,
    decided_at    timestamptz,
    version       int         not null default 1,
    primary key (community, id)
);
create index task_place on duty.task (place_code, id);
comment on table duty.task is 'What somebody above wants a community to do: passes a gate before it reaches anybody';
