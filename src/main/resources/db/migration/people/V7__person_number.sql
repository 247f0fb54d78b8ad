-- Made beside the running program; one that an interrupted attempt left behind, invalid, is made anew.
drop index concurrently if exists people.person_number;
create index concurrently person_number on people.person (id_hash) where id_hash is not null;
