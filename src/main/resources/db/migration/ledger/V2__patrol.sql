-- How far each log has been held against the journal in the present round, and when last.
alter table ledger.log add column patrolled bigint not null default 0;
alter table ledger.log add column patrolled_at timestamptz;
