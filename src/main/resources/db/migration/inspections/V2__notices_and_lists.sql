alter table inspections.equipment add column warned boolean not null default false;
create index equipment_unwarned on inspections.equipment (due) where not ended and not warned;

-- lists behind the figures: the newest first in a street or campaign
create index visit_street on inspections.visit (street, id) where state = 'FINISHED';
create index visit_of_campaign on inspections.visit (campaign, id) where state = 'FINISHED';
create index hazard_street_id on inspections.hazard (street, id);
create index hazard_of_campaign on inspections.hazard (campaign, id) where campaign is not null;
create index paper_street on inspections.paper (street, id);
create index paper_of_campaign on inspections.paper (campaign, id) where campaign is not null;
