-- Names are searched by one key for all their spellings; what is stored of older ones is made anew at the next start.
create table people.name_key (
    version int     primary key,
    reached bigint  not null,
    done    boolean not null default false
);
comment on table people.name_key is 'shared: how far the search keys of all people have been made anew, one row for each version of the key';
