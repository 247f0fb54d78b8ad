create index look_person on access.look (community, person, id);
create index account_person on access.account (person) where person is not null;
