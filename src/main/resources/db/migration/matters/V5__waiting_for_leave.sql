-- What waits for leave to pause is rare, and was looked for among everything in hand. Made beside the running
-- program; one that an interrupted attempt left behind, invalid, is made anew.
drop index concurrently if exists matters.matter_leave;
create index concurrently matter_leave on matters.matter (street, id)
    where stage = 'ACCEPTED' and pause_until is not null;
