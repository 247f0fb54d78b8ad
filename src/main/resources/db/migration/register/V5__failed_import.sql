-- An import that cannot be done waits for whoever uploaded it, and holds up no other.
alter table register.import_job drop constraint import_job_state_check;
alter table register.import_job add constraint import_job_state_check
    check (state in ('CHECKING', 'CHECKED', 'WRITING', 'DONE', 'UNDONE', 'DROPPED', 'FAILED'));
alter table register.import_job
    add column failed_in text check (failed_in in ('CHECKING', 'WRITING')),
    add column failure text;
comment on column register.import_job.failed_in is 'The pass in which it failed: where it goes on when it is tried again';
comment on column register.import_job.failure is 'The kind of fault, for whoever looks after the program; never what stood in a row';
