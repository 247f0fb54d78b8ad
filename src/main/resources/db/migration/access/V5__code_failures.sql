-- Wrong codes of the second factor, counted apart from wrong passwords: the right password forgives only the latter.
alter table access.account add column code_failures int not null default 0;
