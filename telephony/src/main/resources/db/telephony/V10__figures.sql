-- What is needed to count calls alike wherever they are counted: facts here, rules in the hotline's profile (CallCounting).

alter table telephony.call add wait_end text check (wait_end in ('RAN_OUT', 'NOT_LET_IN', 'CALLBACK_WISHED'));

-- Calls of before: how the wait ended was not kept. A wait that ended as it began is taken for a queue that let nobody in.
update telephony.call c
   set wait_end = case when exists (select from telephony.callback_wish where call = c.id) then 'CALLBACK_WISHED'
                       when wait_ended_at < queued_at + interval '100 ms' then 'NOT_LET_IN'
                       else 'RAN_OUT' end
 where wait_ended_at is not null;

alter table telephony.call add constraint call_wait_end_why check ((wait_end is null) = (wait_ended_at is null));

-- Calls that Asterisk's record has still to confirm.
create index call_unsettled on telephony.call (id) where ended_at is not null and not settled;

-- How far each call came, and whether it is over. Nothing here says what counts as offered or abandoned.
create view telephony.v_call_fact as
    select id, hotline, line, queue, arrived_at, wait_ms, settled,
           case when answered_at is not null                          then 'ANSWERED'
                when outcome = 'PUT_THROUGH'                          then 'PUT_THROUGH'
                when queued_at is null
                     and exists (select from telephony.message where call = c.id) then 'MESSAGE'
                when queued_at is null                                then 'GREETING'
                when wait_end = 'NOT_LET_IN'                          then 'NOT_LET_IN'
                when wait_end = 'CALLBACK_WISHED'                     then 'CALLBACK'
                when wait_end = 'RAN_OUT'                             then 'WAITED_OUT'
                when seat is not null                                 then 'RINGING'
                -- When the caller hangs up, Asterisk ends the ringing first, within a millisecond.
                when exists (select from telephony.call_leg l
                              where l.call = c.id and l.kind = 'SEAT' and l.answered_at is null
                                and l.ended_at > c.ended_at - interval '200 ms')  then 'RINGING'
                else 'WAITING' end as stage,
           case when outcome is null                                  then 'OPEN'
                when outcome = 'INTERRUPTED'                          then 'INTERRUPTED'
                else 'OVER' end as fate
      from telephony.call c;

-- The calls that arrived in a time, by line and facts.
-- short_ms: a wait up to this is short; -1: none is. limit_ms: a wait up to this is within the limit.
create function telephony.call_facts(of_hotline text, from_at timestamptz, until_at timestamptz, short_ms bigint, limit_ms bigint)
    returns table (line text, stage text, fate text, short boolean, in_limit boolean,
                   calls bigint, waited bigint, wait_ms bigint, unsettled bigint)
    language sql stable
    begin atomic
        select f.line, f.stage, f.fate,
               coalesce(f.wait_ms <= short_ms, false), coalesce(f.wait_ms <= limit_ms, false),
               count(*), count(f.wait_ms), coalesce(sum(f.wait_ms), 0)::bigint,
               count(*) filter (where f.fate <> 'OPEN' and not f.settled)
          from telephony.v_call_fact f
         where f.hotline = of_hotline and f.arrived_at >= from_at and f.arrived_at < until_at
         group by 1, 2, 3, 4, 5;
    end;

-- Up to when each Asterisk's record is worked off.
create view telephony.v_record_position as select node, read_at from telephony.record_position;

grant select on telephony.v_call_fact, telephony.v_record_position to hotline_bulletin;
