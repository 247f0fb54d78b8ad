alter table exchange.api_key add column place_code text collate "C";
comment on column exchange.api_key.place_code is 'Where the key is managed; null for keys from before there was a place: that which the program serves';
