drop index concurrently if exists bird.bird_nest;
create index concurrently bird_nest on bird.bird (community, nest);
create index concurrently bird_species on bird.bird (community, species);
