-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table library.signal is 'shared: weights that the whole installation has learnt. How often a reason for showing something went with help: what the ranking learns from';
