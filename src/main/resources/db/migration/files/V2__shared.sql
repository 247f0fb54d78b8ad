-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table files.photo is 'shared: the same bytes are one picture wherever they are used. Pictures on disk, named by the SHA-256 of their bytes';
