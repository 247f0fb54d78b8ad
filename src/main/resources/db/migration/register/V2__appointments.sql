create table register.appointment (
    community     bigint      not null,
    id            bigint      not null,
    street        bigint      not null generated always as (community / 1000) stored,
    place_code    text        not null collate "C",
    act           text        not null
        check (act in ('APPOINT', 'HAND_OVER', 'END', 'FORGET_SECOND_FACTOR', 'FRESH_CODE')),
    state         text        not null
        check (state in ('PROPOSED', 'CONFIRMED', 'REFUSED', 'WITHDRAWN', 'EXPIRED')),
    role          text,
    details       bytea,
    half          bytea,
    account       bigint      not null,
    seat          bigint      not null,
    proposed_at   timestamptz not null,
    expires_at    timestamptz not null,
    decided_by    bigint,
    decided_seat  bigint,
    decided_at    timestamptz,
    primary key (community, id),
    check ((state = 'PROPOSED') = (details is not null)),
    check (state <> 'CONFIRMED' or decided_by is not null and decided_by <> account)
);
create index appointment_id on register.appointment (id);
create index appointment_place on register.appointment (place_code, id);
create index appointment_waiting on register.appointment (expires_at) where state = 'PROPOSED';
comment on table register.appointment is 'What takes two people: who proposed it, who decided. details is sealed and goes with the decision; half is the keyed hash of the half code that the proposer holds';
