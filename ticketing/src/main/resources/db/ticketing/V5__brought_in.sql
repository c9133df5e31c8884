-- Tickets that come in by files: history from elsewhere, and the daily tickets of the hotline above (市转县).

alter table ticketing.ticket
    -- written down elsewhere and brought in later
    add column imported_at timestamptz;

alter table ticketing.ticket_event
    -- happened elsewhere, before the ticket was brought in
    add column imported boolean not null default false;

-- The number that a ticket had where it comes from: the same file twice is the same tickets.
create table ticketing.outside_number (
    hotline text not null,
    outside text not null,
    number  text not null,
    primary key (hotline, outside),
    unique (hotline, number),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

-- A ticket of the hotline above, as its platform's file has it.
create table ticketing.upstream (
    hotline       text not null,
    upstream      text not null,
    number        text not null,
    -- of the file that it was last seen in; an older file changes nothing
    file_at       timestamptz not null,
    due_at        timestamptz,
    -- fingerprint of the matter as the file had it: only what changes there changes here, not what the office made of it
    said          text,
    -- the version of the ticket whose reply was written back last
    sent_version  integer,
    sent_at       timestamptz,
    -- what the upstream asked the citizen, each question by itself
    result_rating  text,
    service_rating text,
    primary key (hotline, upstream),
    unique (hotline, number),
    foreign key (hotline, number) references ticketing.ticket (hotline, number),
    constraint known_result check (result_rating in ('SATISFIED', 'BASICALLY_SATISFIED', 'DISSATISFIED')),
    constraint known_service check (service_rating in ('SATISFIED', 'BASICALLY_SATISFIED', 'DISSATISFIED')),
    constraint sent check ((sent_version is null) = (sent_at is null))
);

revoke delete on ticketing.outside_number, ticketing.upstream from hotline_ticketing;

-- asks: whether a citizen is asked about it here: not about what happened elsewhere, nor where the hotline above asks.
create or replace view ticketing.v_ticket_event as
    select hotline, number, position, xid, type, at,
           type in ('HANDLED', 'ANSWERED_DIRECTLY') as handles,
           type in ('CLOSED', 'ANSWERED_DIRECTLY') as closes,
           not imported and not exists (select from ticketing.upstream u
                                         where u.hotline = ticket_event.hotline and u.number = ticket_event.number) as asks
      from ticketing.ticket_event;

create view ticketing.v_outside_number as
    select hotline, outside, number from ticketing.outside_number
    union all
    select hotline, upstream, number from ticketing.upstream;

create view ticketing.v_upstream as
    select hotline, upstream, number, due_at, sent_at, result_rating, service_rating from ticketing.upstream;

grant select on ticketing.v_outside_number, ticketing.v_upstream to hotline_callback, hotline_bulletin;
