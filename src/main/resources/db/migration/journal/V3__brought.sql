-- When an act of the past was brought in from elsewhere; empty for what was written as it was done.
alter table journal.entry add column brought_at timestamptz;
