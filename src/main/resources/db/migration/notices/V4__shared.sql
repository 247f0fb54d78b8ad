-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table notices.contact is 'shared: of an account, which has no community and is told by all in which it does something. How an account wants to be reached';
comment on table notices.subscription is 'shared: of an account, which has no community. Browsers that may be woken (RFC 8030); nothing but the waking goes through their makers';
