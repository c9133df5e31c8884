-- What a ticket's matter is sorted by (事项归口), a code of the hotline's list (office.v_domain); empty where nobody sorted it.

alter table ticketing.ticket add column domain text;

create index ticket_of_domain on ticketing.ticket (hotline, domain, number desc) where domain is not null;

-- A row for each ticket that is sorted.
create view ticketing.v_ticket_domain as
    select hotline, number, domain from ticketing.ticket where domain is not null;

grant select on ticketing.v_ticket_domain to hotline_callback, hotline_bulletin;
