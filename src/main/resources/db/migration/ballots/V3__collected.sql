create table ballots.collected (
    community   bigint      not null,
    vote        bigint      not null,
    id          bigint      not null,
    voter       int         not null,
    at          timestamptz not null,
    channel     text        not null check (channel in ('TABLET', 'PAPER', 'DOOR', 'MAIL', 'VIDEO')),
    seat        bigint      not null,
    second_seat bigint      not null,
    proof       text        not null,
    state       text        not null default 'STANDS' check (state in ('STANDS', 'CONTESTED', 'DISMISSED', 'STRUCK')),
    answers     bytea,
    receipt     bytea,
    contested_at timestamptz,
    contested_by bigint,
    contest     text        not null default '',
    decided_at  timestamptz,
    decided_by  bigint,
    decision    text        not null default '',
    again_until timestamptz,
    primary key (community, vote, id),
    unique (community, vote, proof),
    check (seat <> second_seat),
    foreign key (community, vote, voter) references ballots.voter (community, vote, id)
);
create unique index collected_one on ballots.collected (community, vote, voter) where state <> 'STRUCK';
comment on table ballots.collected is 'Ballots that others took in: by which two seats, on what evidence, and what became of a contest. answers and receipt are the sealed inner envelope of a secret vote, emptied when the box is opened';
comment on column ballots.collected.again_until is 'A struck ballot leaves its voter until then to vote, also after the close';
alter table ballots.sheet add column proof text;
comment on column ballots.sheet.proof is 'The scanned slip';
