-- Each appointment looks whether somebody is an administrator, and whether a number stands elsewhere in the register.
create index seat_administrator on people.seat (role)
    where ended_at is null and role in ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDIT_ADMINISTRATOR');
