-- Tickets: one row for each as it stands, and the log of what happened to it.

create table ticketing.day_counter (
    hotline text not null,
    day     date not null,
    last    integer not null,
    primary key (hotline, day)
);

create table ticketing.ticket (
    hotline         text not null,
    number          text not null,
    -- counts the events: who changes a ticket must have seen the last one
    version         integer not null,
    channel         text not null,
    call            text,
    nature          text not null,
    title           text not null,
    content         text not null,
    area            text,
    registered_by   uuid not null,
    registered_at   timestamptz not null,
    state           text not null,
    -- every unit it was ever sent to: a clerk sees what was once his unit's
    units           text[] not null,
    -- the last assignment
    unit            text,
    dispatched_at   timestamptz,
    acknowledge_by  timestamptz,
    due_at          timestamptz,
    due_provisional boolean,
    acknowledged_at timestamptz,
    return_why      text,
    replied_at      timestamptz,
    handled_at      timestamptz,
    closed_at       timestamptz,
    mode            text,
    -- personal data, sealed; they stand here only, so that erasing them leaves the log as it is
    requester_name  bytea,
    requester_phone bytea,
    phone_index     bytea,
    primary key (hotline, number),
    constraint ticket_of_call unique (hotline, call),
    constraint known_state check (state in
        ('REGISTERED', 'DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED', 'HANDLED', 'CLOSED')),
    constraint assigned check (state not in ('DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED', 'HANDLED')
        or (unit is not null and dispatched_at is not null and acknowledge_by is not null
            and due_at is not null and due_provisional is not null)),
    constraint return_has_why check ((state = 'RETURN_REQUESTED') = (return_why is not null)),
    constraint replied check (state not in ('REPLIED', 'HANDLED') or replied_at is not null),
    constraint handled check (state not in ('HANDLED', 'CLOSED') or handled_at is not null),
    constraint closed check ((state = 'CLOSED') = (closed_at is not null)
        and (state = 'CLOSED') = (mode is not null)),
    constraint phone_is_found check ((requester_phone is null) = (phone_index is null))
);

create index ticket_by_state on ticketing.ticket (hotline, state, number);
create index ticket_by_unit on ticketing.ticket (hotline, unit, number);
create index ticket_by_units on ticketing.ticket using gin (units);
create index ticket_by_phone on ticketing.ticket (hotline, phone_index, number) where phone_index is not null;

create table ticketing.ticket_event (
    position bigint generated always as identity primary key,
    -- the writing transaction: followers go by it, see RATIONALE.md
    xid      xid8 not null default pg_current_xact_id(),
    hotline  text not null,
    number   text not null,
    version  integer not null,
    type     text not null,
    at       timestamptz not null,
    person   uuid not null,
    body     jsonb not null,
    unique (hotline, number, version),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

create index ticket_event_to_follow on ticketing.ticket_event (xid, position);

-- What happened is added to, never changed; a ticket is never removed.
revoke update, delete on ticketing.ticket_event from hotline_ticketing;
revoke delete on ticketing.ticket from hotline_ticketing;

create view ticketing.v_ticket as
    select hotline, number, nature, channel, area, unit, state, mode, call, registered_by, registered_at,
           dispatched_at, acknowledge_by, acknowledged_at, due_at, due_provisional, replied_at, handled_at, closed_at
      from ticketing.ticket;

-- A direct answer handles and closes at once: so followers need not know the list of types.
create view ticketing.v_ticket_event as
    select hotline, number, position, xid, type, at,
           type in ('HANDLED', 'ANSWERED_DIRECTLY') as handles,
           type in ('CLOSED', 'ANSWERED_DIRECTLY') as closes
      from ticketing.ticket_event;

grant usage on schema ticketing to hotline_callback, hotline_bulletin;
grant select on ticketing.v_ticket, ticketing.v_ticket_event to hotline_callback, hotline_bulletin;
