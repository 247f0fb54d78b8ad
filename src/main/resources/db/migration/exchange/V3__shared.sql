-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table exchange.api_key is 'shared: of programs outside, which write to many communities. Keys of programs that send requests by Open311; only the SHA-256 is kept';
