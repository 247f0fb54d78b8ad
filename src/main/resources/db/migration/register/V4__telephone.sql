-- A whole code goes to one telephone: the one that was there when it was proposed, and when that was changed lately.
alter table register.appointment
    add column phone_key bytea,
    add column phone_changed_at timestamptz;
comment on column register.appointment.phone_key is 'The keyed hash of the telephone to which a whole code goes; null where it goes in halves, or none is made';
comment on column register.appointment.phone_changed_at is 'When the telephone was changed, where that was so short a time ago that the code goes in halves';
