-- A call may have several telephones in it, and is told twice: live by the manager stream, and by Asterisk's own record, which
-- settles it and fills what the stream did not tell.

alter table telephony.call
    add transfers          integer not null default 0,
    -- Asterisk died, or was not heard, before the end: the end is an estimate
    add cut_off            boolean not null default false,
    -- compared with Asterisk's record; from then on nothing else changes it
    add settled            boolean not null default false,
    -- a further wait after a talk, while it lasts
    add waits_again_queue  text,
    add waits_again_since  timestamptz,
    -- the caller's line was connected for so long before the connection that goes on; null when it never was
    add connected_ms       bigint,
    add connected_since    timestamptz,
    add connection_changed timestamptz;

alter table telephony.call drop constraint call_outcome_check;
alter table telephony.call add constraint call_outcome_check
    check (outcome in ('ANSWERED', 'ABANDONED_GREETING', 'ABANDONED_QUEUE', 'PUT_THROUGH', 'INTERRUPTED'));

alter table telephony.call_event add channel text;

-- The telephones of a call besides the caller's own.
create table telephony.call_leg (
    call           text not null references telephony.call,
    channel        text not null,
    ordinal        integer not null,
    kind           text not null check (kind in ('SEAT', 'OUTSIDE')),
    seat           text,
    -- null when no sign-in tells who sat there
    agent          uuid,
    rang_at        timestamptz not null,
    answered_at    timestamptz,
    transferred_at timestamptz,
    ended_at       timestamptz,
    primary key (call, channel),
    check ((kind = 'SEAT') = (seat is not null))
);

create index call_leg_agent on telephony.call_leg (agent, answered_at) where agent is not null;

-- Up to where each Asterisk's record is worked off: every call that began before is settled.
create table telephony.record_position (
    node        text primary key,
    file        text not null,
    byte_offset bigint not null check (byte_offset >= 0),
    -- when the end of the record was read last: all that is older is known
    read_at     timestamptz not null
);

-- When an Asterisk was not heard, and since when what happened then is known from its record.
create table telephony.gap (
    node      text not null,
    from_at   timestamptz not null,
    until_at  timestamptz not null,
    filled_at timestamptz,
    primary key (node, from_at)
);

create view telephony.v_call_leg as
    select call, ordinal, kind, seat, agent, rang_at, answered_at, transferred_at, ended_at from telephony.call_leg;

create or replace view telephony.v_call as
    select id, hotline, line, caller_index, arrived_at, queue, queued_at, answered_at, ended_at, wait_ms, talk_ms, outcome,
           case when answered_at is not null then agent end as agent,
           case when answered_at is not null then seat end as seat,
           recording is not null as recording,
           xid, transfers, cut_off, settled
      from telephony.call;

create view telephony.v_gap as select node, from_at, until_at, filled_at from telephony.gap;

grant select on telephony.v_call_leg to hotline_ticketing, hotline_callback, hotline_bulletin;
grant select on telephony.v_gap to hotline_bulletin;
