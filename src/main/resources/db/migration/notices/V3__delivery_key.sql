-- The key of a delivery begins with its community, like every other. Receipts of gateways and the addresses of letters
-- carry the number alone: they find it by an index that promises nothing. Made beside the running program, which may
-- still look deliveries up by number; what an interrupted attempt left behind, invalid, is made anew.
drop index concurrently if exists notices.delivery_key;
create unique index concurrently delivery_key on notices.delivery (community, id);
drop index concurrently if exists notices.delivery_number;
create index concurrently delivery_number on notices.delivery (id);
drop index concurrently if exists notices.delivery_id;
