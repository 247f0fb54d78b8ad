-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table journal.cursor is 'shared: one row for each follower, over all communities. How far each follower has read; the row is its lease';
