-- Accounts are made without a password; their owners set it with a code that works once. Where no message reaches
-- them the code is in two halves, which two people hand over.
create table access.first_code (
    account    bigint      primary key references access.account,
    first      bytea       not null,
    second     bytea       not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    tries      int         not null default 0
);
comment on table access.first_code is 'shared: of an account, which has no community. Keyed hashes of the two halves of a code that works once';
