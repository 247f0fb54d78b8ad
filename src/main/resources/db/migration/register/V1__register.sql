create table register.import_job (
    community  bigint      not null,
    id         bigint      not null,
    account    bigint      not null,
    seat       bigint      not null,
    place_code text        not null collate "C",
    file_name  text        not null,
    state      text        not null check (state in ('CHECKING', 'CHECKED', 'WRITING', 'DONE', 'UNDONE', 'DROPPED')),
    rows       int         not null,
    done       int         not null default 0,
    made_at    timestamptz not null,
    ended_at   timestamptz,
    primary key (community, id)
);
create index import_job_id on register.import_job (id);
create index import_job_place on register.import_job (place_code, id);
create index import_job_waiting on register.import_job (id) where state in ('CHECKING', 'WRITING');
comment on table register.import_job is 'One uploaded workbook; done counts the rows of the present pass, which goes on there after a restart';

create table register.import_row (
    community  bigint not null,
    job        bigint not null,
    row        int    not null,
    state      text   not null check (state in ('READ', 'WRONG', 'NEW', 'MATCHED', 'REPEATED', 'DOUBTFUL', 'SKIPPED', 'WRITTEN')),
    data       bytea  not null,
    faults     text   not null default '',
    person     bigint,
    twin       int,
    dwelling   bigint,
    id_key     bigint,
    phone_key  bigint,
    home_key   bigint,
    written    text,
    primary key (community, job, row)
);
create index import_row_state on register.import_row (community, job, state, row);
create index import_row_id_key on register.import_row (community, job, id_key, row) where id_key is not null;
create index import_row_phone_key on register.import_row (community, job, phone_key, row) where phone_key is not null;
create index import_row_home_key on register.import_row (community, job, home_key, row) where home_key is not null;
create index import_row_person on register.import_row (community, person) where person is not null;
comment on column register.import_row.data is 'The cells, encrypted';
comment on column register.import_row.faults is 'column:code, separated by blanks';
comment on column register.import_row.written is 'NEW or MATCHED, once written: what an undo has to do';

create table register.export_record (
    community  bigint      not null,
    id         bigint      not null,
    at         timestamptz not null,
    account    bigint      not null,
    seat       bigint      not null,
    place_code text        not null collate "C",
    purpose    text        not null,
    rows       int         not null,
    primary key (community, id)
);
create index export_record_place on register.export_record (place_code, id);

create table register.consent (
    community  bigint      not null,
    id         bigint      not null,
    person     bigint      not null,
    field_set  text        not null,
    notice     text        not null,
    guardian   bigint,
    given_at   timestamptz not null,
    withdrawn_at timestamptz,
    primary key (community, id)
);
create unique index consent_current on register.consent (community, person, field_set) where withdrawn_at is null;
comment on table register.consent is 'Who agreed to what, under which version of the notice; guardian for children under 14 (PIPL arts. 14-16, 29, 31)';

create table register.request (
    community  bigint      not null,
    id         bigint      not null,
    person     bigint,
    account    bigint      not null,
    place_code text        not null collate "C",
    kind       text        not null check (kind in ('BIND', 'CORRECT', 'ERASE', 'COPY')),
    words      bytea,
    state      text        not null check (state in ('OPEN', 'GRANTED', 'REFUSED', 'WITHDRAWN')),
    asked_at   timestamptz not null,
    due        timestamptz not null,
    answered_at timestamptz,
    answered_by bigint,
    answer     text        not null default '',
    primary key (community, id)
);
create index request_id on register.request (id);
create index request_open on register.request (place_code, due) where state = 'OPEN';
create index request_account on register.request (account, id);
create index request_person on register.request (community, person) where person is not null;

create table register.assessment (
    community bigint      not null,
    id        bigint      not null,
    place_code text       not null collate "C",
    title     text        not null,
    subject   text        not null check (subject in ('SENSITIVE', 'AUTOMATED', 'SHARING', 'PUBLISHING', 'OTHER')),
    finding   text        not null,
    measures  text        not null,
    made_on   date        not null,
    keep_until date       not null,
    account   bigint      not null,
    primary key (community, id)
);
create index assessment_place on register.assessment (place_code, id);
comment on table register.assessment is 'Impact assessments (PIPL arts. 55 and 56), kept three years';
