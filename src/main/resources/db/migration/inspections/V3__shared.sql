-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table inspections.checklist is 'shared: versions of a rule, a reference table. What an inspection looks at, in all versions; a campaign and a visit keep the version they began with';
