-- Recorded talks: which files there are, what they were when complete, how long they stay.

create table telephony.recording (
    call        text not null references telephony.call,
    -- a call that passes through a queue twice has two
    part        integer not null check (part > 0),
    hotline     text not null,
    arrived_at  timestamptz not null,
    -- below the folder of recordings: YYYY/MM/DD/NAME.wav, or as Asterisk named it when it is not of this form
    file        text not null unique,
    state       text not null check (state in ('MAKING', 'KEPT', 'EMPTY', 'MISSING', 'UNREADABLE', 'CHANGED', 'DELETING', 'DELETED')),
    since       timestamptz not null,
    looked_at   timestamptz not null,
    -- why it is unreadable
    problem     text,
    -- of the complete file; they stay when it is deleted
    bytes       bigint,
    duration_ms bigint,
    sha256      bytea check (length(sha256) = 32),
    made_at     timestamptz,
    -- the latest end of its call's open holds; null without any
    held_until  timestamptz,
    primary key (call, part),
    check ((state = 'UNREADABLE') = (problem is not null)),
    check (num_nulls(bytes, duration_ms, sha256, made_at) in (0, 4)),
    check (state not in ('KEPT', 'EMPTY', 'CHANGED') or sha256 is not null)
);

create index recording_making on telephony.recording (since) where state = 'MAKING';
create index recording_problem on telephony.recording (hotline, arrived_at desc)
    where state in ('EMPTY', 'MISSING', 'UNREADABLE', 'CHANGED');
create index recording_to_delete on telephony.recording (hotline, arrived_at)
    where state in ('MAKING', 'KEPT', 'EMPTY', 'UNREADABLE', 'CHANGED', 'DELETING');
create index recording_kept on telephony.recording (arrived_at desc) where state in ('KEPT', 'EMPTY', 'CHANGED');
create index call_answered_ended on telephony.call (ended_at) where answered_at is not null;

-- A dispute keeps the recordings of a call beyond their time.
create table telephony.recording_hold (
    id          uuid primary key,
    call        text not null references telephony.call,
    placed_by   uuid not null,
    placed_at   timestamptz not null,
    why         text not null,
    until       timestamptz not null,
    released_by uuid,
    released_at timestamptz,
    check ((released_by is null) = (released_at is null))
);

create index recording_hold_call on telephony.recording_hold (call);

revoke delete on telephony.recording, telephony.recording_hold from hotline_telephony;

-- Calls that were recorded before their recordings had rows.
insert into telephony.recording (call, part, hotline, arrived_at, file, state, since, looked_at)
    select id, 1, hotline, arrived_at,
           coalesce(substring(recording from '([0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+)$'), recording), 'MAKING', now(), now()
      from telephony.call where recording is not null
    on conflict do nothing;
