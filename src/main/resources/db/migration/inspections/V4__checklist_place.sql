-- A version of a checklist is in force in its place and everywhere below that has none of its own; without a place, wherever
-- the program serves. What was changed here before had no place, and stays in force everywhere.
alter table inspections.checklist
    add column place_code text    not null default '' collate "C",
    add column inherits   boolean not null default false;
comment on column inspections.checklist.inherits is 'From this version on the place has no list of its own any more';
