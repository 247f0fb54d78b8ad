create table people.party_member (
    community    bigint  not null,
    person       bigint  not null,
    place_code   text    not null collate "C",
    organisation bigint  not null,
    home         bytea,
    registered_on date   not null,
    reported_on  date,
    hub          boolean not null default false,
    shows        boolean not null default false,
    ended_on     date,
    primary key (community, person)
);
create index party_member_organisation on people.party_member (organisation) where ended_on is null;
create index party_member_place on people.party_member (place_code) where ended_on is null;
comment on table people.party_member is 'Members who registered with a party organisation here (dual registration); home is where they belong by work, encrypted';

create table people.party_unit (
    community     bigint not null,
    organisation  bigint not null,
    members       int    not null check (members >= 0),
    registered_on date,
    reported_on   date,
    primary key (community, organisation)
);
comment on table people.party_unit is 'Units in the area with party members, and whether the unit has registered with the community';

create table people.party_record (
    community    bigint      not null,
    id           bigint      not null,
    organisation bigint      not null,
    at           timestamptz not null,
    account      bigint,
    kind         text        not null check (kind in ('PLAN', 'RECORD', 'REPORT')),
    title        text        not null,
    text         text        not null,
    primary key (community, id)
);
create index party_record_organisation on people.party_record (organisation, id);
comment on table people.party_record is 'The group handbook: plans and what was done';
