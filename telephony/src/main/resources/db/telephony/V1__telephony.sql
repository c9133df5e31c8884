-- Calls from ring to hang-up, the log of what happened to them, and who sat where.

create table telephony.call (
    id            text primary key,
    hotline       text not null,
    line          text not null,
    -- null when the number is withheld
    caller_sealed bytea,
    caller_index  bytea,
    caller_mobile boolean not null,
    arrived_at    timestamptz not null,
    queue         text,
    queued_at     timestamptz,
    -- rings, talks or has talked; agent is null when no sign-in tells who sat there
    seat          text,
    agent         uuid,
    -- the longest wait was over, and nobody had answered
    wait_ended_at timestamptz,
    answered_at   timestamptz,
    talk_ended_at timestamptz,
    ended_at      timestamptz,
    outcome       text check (outcome in ('ANSWERED', 'ABANDONED_GREETING', 'ABANDONED_QUEUE', 'INTERRUPTED')),
    wait_ms       bigint,
    talk_ms       bigint,
    recording     text,
    -- how many rows of call_event it has
    events        integer not null,
    -- transaction of the last change: who follows reads below the oldest one still running
    xid           xid8 not null default pg_current_xact_id(),
    check ((caller_sealed is null) = (caller_index is null)),
    check ((queue is null) = (queued_at is null)),
    check ((ended_at is null) = (outcome is null))
);

create index call_newest on telephony.call (hotline, arrived_at desc);
create index call_of_caller on telephony.call (hotline, caller_index, arrived_at desc) where caller_index is not null;
create index call_open on telephony.call (id) where ended_at is null;
create index call_changed on telephony.call (xid);

-- What Asterisk told, in its order; rows are added, never changed, and hold nothing personal.
create table telephony.call_event (
    call    text not null references telephony.call,
    ordinal integer not null,
    at      timestamptz not null,
    type    text not null,
    queue   text,
    seat    text,
    agent   uuid,
    cause   integer,
    primary key (call, ordinal)
);

revoke update, delete on telephony.call_event from hotline_telephony;

create table telephony.agent_session (
    agent    uuid not null,
    hotline  text not null,
    seat     text not null,
    queue    text not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    primary key (agent, begun_at)
);

-- A seat has one agent, an agent one seat.
create unique index agent_session_seat on telephony.agent_session (seat) where ended_at is null;
create unique index agent_session_agent on telephony.agent_session (agent) where ended_at is null;

create view telephony.v_call as
    select id, hotline, line, caller_index, arrived_at, queue, queued_at, answered_at, ended_at, wait_ms, talk_ms, outcome,
           case when answered_at is not null then agent end as agent,
           case when answered_at is not null then seat end as seat,
           recording is not null as recording,
           xid
      from telephony.call;

create view telephony.v_agent_session as
    select agent, hotline, seat, queue, begun_at, ended_at from telephony.agent_session;

grant usage on schema telephony to hotline_ticketing, hotline_callback, hotline_bulletin;
grant select on telephony.v_call to hotline_ticketing, hotline_callback, hotline_bulletin;
grant select on telephony.v_agent_session to hotline_bulletin;
