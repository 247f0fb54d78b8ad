-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table matters.kind is 'shared: versions of a rule, a reference table. Every version of every kind; a matter keeps the version it began with';
comment on table matters.division_tally is 'shared: sums above the communities. matters.tally summed by street (9 digits), county (6), city (4) and province (2)';
comment on table matters.division_figure is 'shared: sums above the communities. What the figures count of matters that are no longer open, by division and day of report; counts: well and of, figure by figure';
comment on table matters.figure_stale is 'shared: by street, above its communities. The days of streets that have to be counted again, and from when';
