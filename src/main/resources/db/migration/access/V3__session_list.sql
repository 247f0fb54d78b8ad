-- So that people recognise their own sessions and can end each. What was opened before has no name.
alter table access.session add column id bigint;
alter table access.session add column device text not null default '';
alter table access.session add column used_at timestamptz;
create index session_id on access.session (id);
comment on column access.session.device is 'Browser and system by their codes in access/devices.csv, separated by a blank';
