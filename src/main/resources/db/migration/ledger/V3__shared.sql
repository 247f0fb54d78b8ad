-- Tables that belong to no community, each with the reason; a test reads it from here.
comment on table ledger.log is 'shared: by street, above its communities. One open ledger for each street: how many lines it has and for how many of them a checkpoint is signed';
comment on table ledger.bundle is 'shared: by street, like its ledger. The public lines as the log holds them, 256 to a bundle (C2SP tlog-tiles)';
comment on table ledger.tile is 'shared: by street, like its ledger. The hashes of the tree, 256 to a tile';
comment on table ledger.checkpoint is 'shared: by street, like its ledger. What the log has signed, and the public figures at that size';
comment on table ledger.state is 'shared: by street, like its ledger. The state each public subject has reached, as the log says';
comment on table ledger.figure is 'shared: by street, like its ledger. What can be counted from the log alone, kept instead of recounted';
comment on table ledger.party is 'shared: by street, like its ledger. Who cosigns the log: one key each';
comment on table ledger.cosignature is 'shared: by street, like its ledger. What a party has signed: that this is the largest consistent log it has seen';
comment on table ledger.fault is 'shared: by street, like its ledger. What did not fit when the ledger was written or signed; never removed';
