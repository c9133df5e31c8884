-- We contact the citizen again: surveys at a ticket's closing, and calls that nobody answered.

-- How far each log was read. A cause (a closing, a missed call) is written in the transaction that moves the position.
create table callback.follower (
    name     text primary key,
    xid      xid8 not null,
    -- within the transaction, of the kind that the followed view is ordered by
    position text not null
);

create table callback.survey (
    id           uuid primary key,
    hotline      text not null,
    ticket       text not null,
    -- position of the event that began it: one survey for each closing, a later closing has its own
    closing      bigint not null,
    closed_at    timestamptz not null,
    planned_at   timestamptz not null,
    channel      text,
    -- personal data, sealed; the index finds the survey that an answer belongs to
    number       bytea,
    number_index bytea,
    state        text not null,
    why          text,
    not_before   timestamptz,
    tries        integer not null default 0,
    asked_at     timestamptz,
    answer_until timestamptz,
    rating       text,
    answered_at  timestamptz,
    ended_at     timestamptz,
    unique (hotline, ticket, closing),
    constraint known_state check (state in
        ('PLANNED', 'WAITING', 'ASKING', 'ASKED', 'ANSWERED', 'UNRATED', 'NOT_ASKED', 'FAILED')),
    constraint known_channel check (channel in ('SMS', 'VOICE')),
    constraint known_rating check (rating in ('SATISFIED', 'BASICALLY_SATISFIED', 'DISSATISFIED')),
    constraint way_to_ask check (state = 'NOT_ASKED'
        or (channel is not null and number is not null and number_index is not null)),
    constraint planned check (state not in ('PLANNED', 'WAITING') or not_before is not null),
    constraint asked check (state not in ('ASKED', 'ANSWERED', 'UNRATED') or asked_at is not null),
    constraint asked_until check (state <> 'ASKED' or answer_until is not null),
    constraint answered check ((state = 'ANSWERED') = (rating is not null)
        and (state = 'ANSWERED') = (answered_at is not null))
);

create index survey_to_ask on callback.survey (channel, not_before) where state = 'PLANNED';
create index survey_waiting on callback.survey (channel) where state = 'WAITING';
create index survey_being_asked on callback.survey (id) where state = 'ASKING';
create index survey_to_end on callback.survey (answer_until) where state = 'ASKED';
create index survey_by_number on callback.survey (number_index, planned_at) where number_index is not null;

-- Each contact, or try of one. An open attempt (no outcome) may or may not have reached the citizen.
create table callback.attempt (
    survey      uuid not null references callback.survey,
    number      integer not null,
    channel     text not null,
    at          timestamptz not null,
    outcome     text,
    why         text,
    ended_at    timestamptz,
    message_ids text[] not null default '{}',
    primary key (survey, number)
);

create index attempt_open on callback.attempt (at) where outcome is null;

-- The SMS centre's receipts. A receipt may come before the centre's answer to the message was noted, so it stands alone.
create table callback.receipt (
    message_id text primary key,
    delivery   text not null,
    at         timestamptz not null
);

-- Every message of a citizen is kept, also one that rates nothing; number and words are sealed.
create table callback.reply (
    id           uuid primary key,
    at           timestamptz not null,
    hotline      text,
    number       bytea not null,
    text         bytea not null,
    reading      text not null,
    rating       text,
    survey       uuid references callback.survey,
    constraint known_reading check (reading in ('RATED', 'UNREAD', 'LATE', 'UNMATCHED')),
    constraint matched check ((reading = 'UNMATCHED') = (survey is null))
);

create index reply_by_survey on callback.reply (survey);

create table callback.missed_call (
    id              uuid primary key,
    hotline         text not null,
    -- null when the number is withheld: nobody can be called back, it is only counted
    caller_index    bytea,
    first_missed_at timestamptz not null,
    last_missed_at  timestamptz not null,
    times           integer not null,
    last_call       text not null,
    state           text not null,
    ended_at        timestamptz,
    constraint known_state check (state in ('OPEN', 'RANG_AGAIN', 'WITHHELD')),
    constraint withheld check ((state = 'WITHHELD') = (caller_index is null))
);

create unique index missed_call_open on callback.missed_call (hotline, caller_index) where state = 'OPEN';
create index missed_call_by_hotline on callback.missed_call (hotline, state, last_missed_at);

-- Which calls are counted: a call's row may be seen again when it changes later.
create table callback.missed_ring (
    call        text primary key,
    missed_call uuid not null references callback.missed_call
);

create view callback.v_rating as
    select hotline, ticket, closing as closing_position, id as survey, channel, state, rating, closed_at, planned_at,
           asked_at, answered_at
      from callback.survey;

create view callback.v_missed_call as
    select hotline, id, state, first_missed_at, last_missed_at, times, ended_at from callback.missed_call;

grant usage on schema callback to hotline_bulletin;
grant select on callback.v_rating, callback.v_missed_call to hotline_bulletin;
