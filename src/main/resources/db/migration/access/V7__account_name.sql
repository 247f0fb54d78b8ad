-- Names of accounts are encrypted like those of the register; what stands in `name` is sealed at the next start.
alter table access.account add column sealed_name bytea;
alter table access.account alter column name set default '';
create index account_unsealed on access.account (id) where sealed_name is null and name <> '';
