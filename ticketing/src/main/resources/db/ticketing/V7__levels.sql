-- The ticket of the hotline above that a ticket stands for.
alter table ticketing.ticket
    add column above_hotline    text,
    add column above_number     text,
    add column above_assignment integer,
    add constraint above_is_whole check
        ((above_hotline is null) = (above_number is null) and (above_hotline is null) = (above_assignment is null)),
    -- An assignment is handed down once.
    add constraint ticket_of_above unique (above_hotline, above_number, above_assignment),
    add constraint above_is_a_ticket foreign key (above_hotline, above_number) references ticketing.ticket (hotline, number);

-- The hotline above asks the citizen of a ticket that it sent down.
create or replace view ticketing.v_ticket_event as
    select hotline, number, position, xid, type, at,
           type in ('HANDLED', 'ANSWERED_DIRECTLY') as handles,
           type in ('CLOSED', 'ANSWERED_DIRECTLY') as closes,
           not imported
           and not exists (select from ticketing.upstream u
                            where u.hotline = ticket_event.hotline and u.number = ticket_event.number)
           and not exists (select from ticketing.ticket t
                            where t.hotline = ticket_event.hotline and t.number = ticket_event.number
                              and t.above_hotline is not null) as asks
      from ticketing.ticket_event;
