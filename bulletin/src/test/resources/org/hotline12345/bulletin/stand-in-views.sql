-- Stands in for the migrations of telephony, ticketing and callback where they are not on the class path:
-- the columns that bulletins read, and no more.
create table telephony.call (
    id text primary key, hotline text not null, line text not null, caller_mobile boolean not null,
    arrived_at timestamptz not null, queue text, queued_at timestamptz, answered_at timestamptz,
    ended_at timestamptz, outcome text, wait_ms bigint, talk_ms bigint, events integer not null);
create view telephony.v_call as select * from telephony.call;
create table ticketing.ticket (
    hotline text not null, number text not null, version integer not null, channel text not null, nature text not null,
    title text not null, content text not null, registered_by uuid not null, registered_at timestamptz not null,
    state text not null, units text[] not null, unit text, dispatched_at timestamptz, acknowledge_by timestamptz,
    due_at timestamptz, due_provisional boolean, acknowledged_at timestamptz, replied_at timestamptz,
    handled_at timestamptz, closed_at timestamptz, mode text, primary key (hotline, number));
create view ticketing.v_ticket as select * from ticketing.ticket;
create table callback.survey (
    id uuid primary key, hotline text not null, ticket text not null, closing bigint not null,
    closed_at timestamptz not null, planned_at timestamptz not null, channel text, number bytea, number_index bytea,
    state text not null, asked_at timestamptz, answer_until timestamptz, rating text, answered_at timestamptz);
create view callback.v_rating as select *, closing as closing_position from callback.survey;
grant usage on schema telephony, ticketing, callback to hotline_bulletin;
grant select on telephony.v_call, ticketing.v_ticket, callback.v_rating to hotline_bulletin;
