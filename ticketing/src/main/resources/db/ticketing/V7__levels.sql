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
