-- Who held a seat at a place at a moment of the past; the index of present seats does not reach those.
create index seat_place_past on people.seat (place_code, ended_at) where ended_at is not null;
