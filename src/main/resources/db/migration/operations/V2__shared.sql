-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table operations.backup is 'shared: of the whole installation. Backups of this database that were completed, and what restoring them showed';
comment on table operations.task is 'shared: of the whole installation. The last run of each duty of the operator''s: copying the log, backing up, checking a backup';
comment on table operations.alarm is 'shared: of the whole installation. What is wrong with the program, from when until when, and the matter it became';
