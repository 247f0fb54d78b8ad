alter table ballots.vote
    add column topic bigint,
    add column adopts bigint,
    add column adopts_edition int,
    add constraint vote_adopts check ((adopts is null) = (adopts_edition is null));
create index vote_topic on ballots.vote (community, topic) where topic is not null;
comment on column ballots.vote.topic is 'The topic of a council that this vote decides';
comment on column ballots.vote.adopts is 'The convention whose edition this vote puts in force when it passes';
create index vote_unfiled on ballots.vote (decided_at) where state = 'DECIDED' and filed_at is null;
