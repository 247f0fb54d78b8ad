drop index concurrently if exists egg.egg_key;
create unique index concurrently egg_key on egg.egg (community, id);
