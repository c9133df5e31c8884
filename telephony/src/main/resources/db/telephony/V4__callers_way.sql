-- What changes a caller's way: switches of the shift leader, malicious callers, spoken messages, wishes to be called back.

create table telephony.line_switch (
    id             uuid primary key,
    hotline        text not null,
    mode           text not null check (mode in ('NOTICE', 'SURGE', 'NIGHT')),
    -- of a notice and of a night: what callers hear
    text           text,
    -- of a surge
    takes_messages boolean,
    -- of a night: where callers are sent to
    number         text check (number ~ '^[0-9*#+]{3,20}$'),
    from_at        timestamptz not null,
    until_at       timestamptz not null,
    made_by        uuid not null,
    ended_by       uuid,
    check (from_at <= until_at),
    check (mode <> 'NOTICE' or text is not null),
    check ((mode = 'SURGE') = (takes_messages is not null)),
    check ((mode = 'NIGHT') = (number is not null))
);

create index line_switch_in_force on telephony.line_switch (hotline, until_at);

create table telephony.unwelcome (
    id            uuid primary key,
    hotline       text not null,
    caller_sealed bytea not null,
    caller_index  bytea not null,
    treatment     text not null check (treatment in ('ANNOUNCED', 'LAST')),
    -- ids of the calls that show it
    evidence      text[] not null check (cardinality(evidence) between 1 and 20),
    why           text not null,
    proposed_by   uuid not null,
    proposed_at   timestamptz not null,
    until_at      timestamptz not null,
    state         text not null check (state in ('PROPOSED', 'APPROVED', 'LIFTED')),
    decided_by    uuid,
    decided_at    timestamptz,
    check ((decided_by is null) = (decided_at is null)),
    -- Nobody approves a proposal of their own, whatever the program does.
    check (state <> 'APPROVED' or (decided_by is not null and decided_by <> proposed_by))
);

create unique index unwelcome_once on telephony.unwelcome (hotline, caller_index) where state <> 'LIFTED';

create table telephony.message (
    -- the call may not be known yet when its message is
    call     text primary key,
    hotline  text not null,
    line     text not null,
    taken_at timestamptz not null,
    file     text not null,
    heard_by uuid,
    heard_at timestamptz,
    check ((heard_by is null) = (heard_at is null))
);

create index message_newest on telephony.message (hotline, taken_at desc);

create table telephony.callback_wish (
    call      text primary key,
    hotline   text not null,
    wished_at timestamptz not null
);

create view telephony.v_callback_wish as
    select call, hotline, wished_at from telephony.callback_wish;

grant select on telephony.v_callback_wish to hotline_callback;
