-- The whole life of a ticket: assignments of their own, and states beside the straight way.

-- A ticket's being with one unit.
create table ticketing.assignment (
    hotline            text not null,
    number             text not null,
    ordinal            integer not null,
    unit               text not null,
    part               text not null,
    sent_at            timestamptz not null,
    acknowledge_by     timestamptz not null,
    acknowledged_at    timestamptz,
    -- the unit's time: what it was given, and what moved it
    allowance          jsonb not null,
    extra_working_days integer not null,
    stopped_us         bigint not null,
    due_at             timestamptz not null,
    due_provisional    boolean not null,
    extensions         integer not null,
    state              text not null,
    return_asked_at    timestamptz,
    return_why         text,
    replied_at         timestamptz,
    -- accepted, returned or recalled
    ended_at           timestamptz,
    -- what the unit asked for and the office has not decided
    pending            jsonb not null,
    cards              text[] not null,
    withdrawn          text[] not null,
    notices            text[] not null,
    primary key (hotline, number, ordinal),
    foreign key (hotline, number) references ticketing.ticket (hotline, number),
    constraint known_part check (part in ('LEAD', 'ASSIST')),
    constraint known_state check (state in
        ('SENT', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED', 'ACCEPTED', 'RETURNED', 'RECALLED')),
    constraint return_has_why check (state <> 'RETURN_REQUESTED' or (return_asked_at is not null and return_why is not null)),
    constraint replied check (state not in ('REPLIED', 'ACCEPTED') or replied_at is not null),
    constraint ended check ((state in ('ACCEPTED', 'RETURNED', 'RECALLED')) = (ended_at is not null))
);

-- A unit has a ticket once at a time.
create unique index assignment_open on ticketing.assignment (hotline, unit, number)
    where state in ('SENT', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED');
create index assignment_of_unit on ticketing.assignment (hotline, unit, sent_at);
create index assignment_provisional on ticketing.assignment (due_at)
    where due_provisional and state in ('SENT', 'IN_HAND');

revoke delete on ticketing.assignment from hotline_ticketing;

-- Old logs, in the new words: facts about a unit's work name its assignment, and the acceptance of a reply is a fact of its own.
with sent as (
    select hotline, number, version, body, at,
           row_number() over life as ordinal,
           coalesce(lead(version) over life, 2147483647) as until
      from ticketing.ticket_event where type = 'DISPATCHED'
    window life as (partition by hotline, number order by version)
)
update ticketing.ticket_event e
   set body = e.body || jsonb_build_object('assignment', s.ordinal)
       || case e.type
            when 'DISPATCHED' then jsonb_build_object('part', 'LEAD', 'allowance', jsonb_build_object('workingDays',
                case t.nature when 'INQUIRY' then 3 when 'COMPLAINT' then 10 when 'TIP_OFF' then 10 else 5 end))
            when 'RETURN_REQUESTED' then jsonb_build_object('late', false)
            when 'RETURN_REFUSED' then jsonb_build_object('stopped', 'PT0S', 'due', s.body -> 'due',
                                                          'dueProvisional', s.body -> 'dueProvisional')
            when 'SENT_BACK' then jsonb_build_object('stopped', 'PT0S', 'due', s.body -> 'due',
                                                     'dueProvisional', s.body -> 'dueProvisional')
            else '{}' end
  from sent s join ticketing.ticket t using (hotline, number)
 where e.hotline = s.hotline and e.number = s.number and e.version >= s.version and e.version < s.until
   and e.type in ('DISPATCHED', 'ACKNOWLEDGED', 'RETURN_REQUESTED', 'RETURN_ACCEPTED', 'RETURN_REFUSED', 'REPLIED', 'SENT_BACK');

update ticketing.ticket_event set body = body || '{"urgent": false}' where type = 'REGISTERED';

update ticketing.ticket_event e set version = e.version + 1000001
 where e.type in ('HANDLED', 'CLOSED')
   and exists (select from ticketing.ticket_event h where h.hotline = e.hotline and h.number = e.number and h.type = 'HANDLED');
update ticketing.ticket_event set version = version - 1000000 where version > 1000000;
insert into ticketing.ticket_event (hotline, number, version, type, at, person, body)
select e.hotline, e.number, e.version - 1, 'REPLY_ACCEPTED', e.at, e.person,
       jsonb_build_object('assignment', (select count(*) from ticketing.ticket_event d
                                          where d.hotline = e.hotline and d.number = e.number and d.type = 'DISPATCHED'))
  from ticketing.ticket_event e where e.type = 'HANDLED';

insert into ticketing.assignment
with sent as (
    select hotline, number, version, body, at,
           row_number() over life as ordinal,
           coalesce(lead(version) over life, 2147483647) as until
      from ticketing.ticket_event where type = 'DISPATCHED'
    window life as (partition by hotline, number order by version)
), last as (
    select s.hotline, s.number, s.ordinal, s.version, s.body, s.at,
           l.type, l.at as last_at, l.body as last_body,
           (select min(e.at) from ticketing.ticket_event e
             where e.hotline = s.hotline and e.number = s.number and e.version > s.version and e.version < s.until
               and e.type in ('ACKNOWLEDGED', 'RETURN_REQUESTED')) as acknowledged_at,
           (select max(e.at) from ticketing.ticket_event e
             where e.hotline = s.hotline and e.number = s.number and e.version > s.version and e.version < s.until
               and e.type = 'REPLIED') as replied_at
      from sent s
     cross join lateral (select type, at, body from ticketing.ticket_event e
             where e.hotline = s.hotline and e.number = s.number and e.version >= s.version and e.version < s.until
               and e.body ? 'assignment' order by e.version desc limit 1) l
)
select hotline, number, ordinal, body ->> 'unit', 'LEAD', at, (body ->> 'acknowledgeBy')::timestamptz, acknowledged_at,
       body -> 'allowance', 0, 0, (body ->> 'due')::timestamptz, (body ->> 'dueProvisional')::boolean, 0,
       case type when 'DISPATCHED' then 'SENT' when 'RETURN_REQUESTED' then 'RETURN_REQUESTED'
                 when 'RETURN_ACCEPTED' then 'RETURNED' when 'REPLIED' then 'REPLIED'
                 when 'REPLY_ACCEPTED' then 'ACCEPTED' else 'IN_HAND' end,
       case type when 'RETURN_REQUESTED' then last_at end,
       case type when 'RETURN_REQUESTED' then last_body ->> 'why' end,
       case when type in ('REPLIED', 'REPLY_ACCEPTED') then replied_at end,
       case when type in ('RETURN_ACCEPTED', 'REPLY_ACCEPTED') then last_at end,
       '[]', '{}', '{}', '{}'
  from last;

-- The ticket's row: its own state, and for lists and figures the times of the unit that leads.
alter table ticketing.ticket
    drop constraint known_state,
    drop constraint assigned,
    drop constraint return_has_why,
    drop constraint replied,
    drop constraint handled,
    drop constraint closed,
    drop column return_why,
    add column urgent          boolean not null default false,
    add column suspended_since timestamptz,
    -- archived, rejected, withdrawn or voided
    add column ended_at        timestamptz,
    add column reject_reason   text,
    add column merged_into     text,
    add column merged          text[] not null default '{}',
    add column excluded        boolean not null default false,
    -- how often each thing happened
    add column times           jsonb not null default '{}',
    -- when time alone will change something: a reminder, a card
    add column look_at         timestamptz,
    add constraint known_state check (state in
        ('REGISTERED', 'DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED', 'HANDLED', 'CLOSED', 'SUSPENDED',
         'MERGED', 'REJECTED', 'WITHDRAWN', 'VOIDED', 'ARCHIVED')),
    add constraint assigned check (state not in ('DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED')
        or (unit is not null and dispatched_at is not null and acknowledge_by is not null
            and due_at is not null and due_provisional is not null)),
    add constraint suspended check ((state = 'SUSPENDED') = (suspended_since is not null)),
    add constraint handled check ((state in ('HANDLED', 'CLOSED', 'ARCHIVED')) = (handled_at is not null)),
    add constraint closed check ((state in ('CLOSED', 'ARCHIVED')) = (closed_at is not null)
        and (state in ('CLOSED', 'ARCHIVED')) = (mode is not null)),
    add constraint ended check ((state in ('ARCHIVED', 'REJECTED', 'WITHDRAWN', 'VOIDED')) = (ended_at is not null)),
    add constraint rejected check ((state = 'REJECTED') = (reject_reason is not null)),
    add constraint merged_into_another check ((state = 'MERGED') <= (merged_into is not null));

update ticketing.ticket t
   set version = (select max(version) from ticketing.ticket_event e where e.hotline = t.hotline and e.number = t.number),
       times = (select jsonb_object_agg(type, n) from (select type, count(*) as n from ticketing.ticket_event e
                 where e.hotline = t.hotline and e.number = t.number group by type) counted),
       -- the first look finds out when the next one is due
       look_at = case when state in ('DISPATCHED', 'IN_HAND', 'RETURN_REQUESTED', 'REPLIED') then now() end
 where exists (select from ticketing.ticket_event e where e.hotline = t.hotline and e.number = t.number);

-- Whoever returned a ticket had taken it.
update ticketing.ticket t set acknowledged_at = a.acknowledged_at
  from ticketing.assignment a
 where a.hotline = t.hotline and a.number = t.number and t.unit is not null and a.sent_at = t.dispatched_at
   and t.acknowledged_at is null and a.acknowledged_at is not null;

create index ticket_to_look_at on ticketing.ticket (look_at) where look_at is not null;

drop view ticketing.v_ticket;
create view ticketing.v_ticket as
    select hotline, number, nature, urgent, channel, area, unit, units, state, mode, call, registered_by, registered_at,
           dispatched_at, acknowledge_by, acknowledged_at, due_at, due_provisional, replied_at, handled_at, closed_at,
           ended_at, reject_reason, merged_into, excluded, times
      from ticketing.ticket;

create view ticketing.v_assignment as
    select hotline, number, ordinal, unit, part, sent_at, acknowledge_by, acknowledged_at, due_at, due_provisional,
           extensions, state, replied_at, ended_at, cards, withdrawn
      from ticketing.assignment;

grant select on ticketing.v_ticket, ticketing.v_assignment to hotline_callback, hotline_bulletin;
