create table files.photo (
    name      text primary key,
    bytes     int         not null,
    stored_at timestamptz not null,
    claimed   boolean     not null default false
);
create index photo_unclaimed on files.photo (stored_at) where not claimed;
comment on table files.photo is 'Pictures on disk, named by the SHA-256 of their bytes';
