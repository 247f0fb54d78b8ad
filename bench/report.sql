\set estate random(10, 41)
\set low random(1, 1000000000)
begin;
insert into matters.matter (community, id, place, place_code, estate, latitude, longitude, kind, text, account, person, channel, command_key, stage, open, outcome, lead_seat, reported_at, deadline, stage_at, closed_at, fixed_by, cause, harm, solution, solved, satisfied, sent_back, reopened, deadline_given, version)
values (441900106000, (extract(epoch from clock_timestamp()) * 1000000)::bigint * 1000 + :low % 1000, 10000000 + :low % 20000, '441900106000-E0' || :estate || '-G1-B001-S1', 10000000 + :estate, 23.01, 113.96, 'E0102', '楼道里堆了纸箱,挡住消防通道。', 7, 7, 'API', :low || '-' || clock_timestamp(), 'DISPATCHED', true, null, 20 + :estate, now(), now() + interval '5 days', now(), null, null, '', '', '', null, null, 0, 0, false, 1) on conflict do nothing;
insert into journal.entry (community, place, actor, seat, subject_kind, subject_id, kind, body, at, salt, commitment)
values (441900106000, 10000000, 7, null, 'matter', :low, 'Reported', '{"estate": 10000001, "event": {"channel": "API", "deadline": "2026-11-27T15:59:59Z", "lead": 58, "photos": 0}, "matterKind": "E0102", "to": "DISPATCHED", "version": 1}', now(), '\x00112233445566778899aabbccddeeff', '\x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
commit;
