-- What agents do all day: their skills, the history of their states, and the result of each call they answered.

-- Which queues an agent serves; the smaller penalty is rung first. Without rows an agent serves the profile's queue.
create table telephony.agent_skill (
    hotline text not null,
    agent   uuid not null,
    queue   text not null,
    penalty integer not null check (penalty between 0 and 100),
    set_by  uuid not null,
    set_at  timestamptz not null,
    primary key (hotline, agent, queue)
);

-- Who leads a shift sits at a seat and serves no queue.
alter table telephony.agent_session alter column queue drop not null;

-- One row a change: the newest one of an agent is the present state. Rows are added, never changed.
create table telephony.agent_state (
    id      bigint generated always as identity primary key,
    agent   uuid not null,
    hotline text not null,
    seat    text not null,
    at      timestamptz not null,
    state   text not null check (state in ('READY', 'BREAK', 'TALKING', 'AFTER_CALL', 'LEADING', 'OUT')),
    -- of a break, or of the break that begins when the talk is over
    reason  text,
    -- the citizen's call that is talked about or worked on
    call    text,
    -- when after-call work ends by itself
    until   timestamptz,
    -- who changed it: the agent, a shift leader, or the system (all zeros)
    by      uuid not null,
    check ((state = 'AFTER_CALL') = (until is not null)),
    check (state <> 'BREAK' or reason is not null)
);

create index agent_state_newest on telephony.agent_state (agent, id desc);
create index agent_state_of_call on telephony.agent_state (call, agent) where call is not null;

revoke update, delete on telephony.agent_state from hotline_telephony;

-- How an answered call ended, by one key of the agent.
create table telephony.call_result (
    call   text primary key,
    result text not null check (result in ('ANSWERED', 'TICKET', 'CHASE', 'SILENT', 'NUISANCE', 'WRONG_NUMBER', 'TRANSFERRED')),
    agent  uuid not null,
    at     timestamptz not null
);

create index call_answered on telephony.call (hotline, ended_at) where answered_at is not null and ended_at is not null;

create view telephony.v_agent_state as
    select id, agent, hotline, seat, at, state, reason, call, until, by from telephony.agent_state;
create view telephony.v_call_result as
    select call, result, agent, at from telephony.call_result;

grant select on telephony.v_agent_state, telephony.v_call_result to hotline_ticketing, hotline_callback, hotline_bulletin;

-- Who leads a shift sees the agents, listens in, and changes what an agent does and serves.
insert into office.role_right (role, granted) values
    ('shift-leader', 'telephony.lead-agents'),
    ('shift-leader', 'telephony.listen-in'),
    ('shift-leader', 'telephony.set-skills'),
    ('administrator', 'telephony.set-skills')
on conflict do nothing;
