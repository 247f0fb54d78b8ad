create table bird.bird (
    community bigint not null,
    id        bigint not null,
    nest      bigint not null references places.place (id),
    species   text   not null,
    primary key (community, id)
);
create table bird.species (name text primary key);
comment on table bird.species is 'shared: one list for all communities';
with recursive line as (select 1) select * from line;
