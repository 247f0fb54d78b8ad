create index look_person on access.look (community, person, id);
