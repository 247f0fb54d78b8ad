alter table ballots.vote add column parted_at timestamptz;
comment on column ballots.vote.parted_at is 'When nothing led any more from a voter of a secret vote to a photo or to answers';
create index vote_unparted on ballots.vote (id)
    where secret and parted_at is null and state in ('DECIDED', 'CANCELLED', 'ANNULLED');
alter table ballots.collected alter column proof drop not null;
comment on column ballots.collected.proof is 'The photo of the signature, letter or slip; emptied when the box of a secret vote is opened';
