-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table people.organisation is 'shared: small, and companies work in many communities; a reference table';
