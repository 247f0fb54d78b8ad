create table ballots.published (
    community bigint      not null,
    vote      bigint      not null,
    hash      text        not null,
    box       bytea       not null,
    made_at   timestamptz not null,
    primary key (community, vote),
    foreign key (community, vote) references ballots.vote (community, id)
);
comment on table ballots.published is 'The box as everybody may have it: its bytes, packed, and their SHA-256, made once when the result is there';
