-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table access.account is 'shared: people sign in before anybody knows where they belong';
comment on table access.session is 'shared: of an account, which has no community';
comment on table access.token is 'shared: of an account, which has no community';
comment on table access.command is 'shared: looked for before the command says which community it is about. What a command with this key answered; account 0 is a visitor';
