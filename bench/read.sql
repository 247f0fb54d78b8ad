\set id random(10000000, 10025000)
select * from places.place where id = :id;
