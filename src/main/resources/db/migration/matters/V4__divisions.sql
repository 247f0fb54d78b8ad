-- Kept counts for what is wider than a street, so that a county, a city or a province is read and not counted.
create table matters.division_tally (
    code    text   not null collate "C",
    kind    text   not null,
    stage   text   not null,
    matters bigint not null,
    primary key (code, kind, stage)
);
comment on table matters.division_tally is 'matters.tally summed by street (9 digits), county (6), city (4) and province (2)';
insert into matters.division_tally
    select left(street::text, digits), kind, stage, sum(matters)
    from matters.tally cross join unnest(array[9, 6, 4, 2]) as digits group by 1, 2, 3;

create table matters.division_figure (
    code   text   not null collate "C",
    part   text   not null check (part in ('ALL', 'KIND', 'CHANNEL')),
    day    date   not null,
    key    text   not null,
    raised int    not null,
    solved int    not null,
    counts int[]  not null,
    primary key (code, part, day, key)
);
comment on table matters.division_figure is 'What the figures count of matters that are no longer open, by division and day of report; counts: well and of, figure by figure';
create index division_figure_day on matters.division_figure (day, code);

create table matters.figure_stale (
    street bigint      not null,
    day    date        not null,
    due    timestamptz not null default '-infinity',
    primary key (street, day)
);
comment on table matters.figure_stale is 'The days of streets that have to be counted again, and from when';
create index figure_stale_due on matters.figure_stale (due, day, street);
insert into matters.figure_stale
    select distinct street, (reported_at at time zone 'Asia/Shanghai')::date from matters.matter;
