-- The tickets of a period and the surveys about them: all together, of each unit, of each nature.
-- $1 hotline, $2 from (in), $3 until (out), $4 cut-off, $5 basis, $6 moment of closing
with former as (
    -- Where a unit has ended since the period, the one that had the ticket then; its successor has it now.
    select distinct on (number, sent_at) number, sent_at, unit
      from ticketing.v_former
     where hotline = $1 and part = 'LEAD' and until_at >= $3::timestamptz
     order by number, sent_at, until_at
), scope as (
    select t.number, t.nature, coalesce(former.unit, t.unit) as unit, t.dispatched_at, t.replied_at, t.due_at,
           -- Refused or taken back: nothing is left to be done. What was void never was a request.
           state in ('REJECTED', 'WITHDRAWN') and ended_at <= $4::timestamptz as ended,
           merged_into is not null as merged,
           case $6::text when 'HANDLED_AT' then handled_at
                         when 'CLOSED_AT' then closed_at end as done_at,
           case $5::text when 'ACCEPTED_AT' then registered_at
                         when 'DISPATCHED_AT' then dispatched_at
                         when 'HANDLED_AT' then handled_at
                         when 'CLOSED_AT' then closed_at end as counted_at
      from ticketing.v_ticket t
      left join former on former.number = t.number and former.sent_at = t.dispatched_at
     where t.hotline = $1 and not (state = 'VOIDED' and ended_at <= $4::timestamptz)
), ticket as (
    select number, nature, due_at,
           -- The unit of the request that stands for it answers for what was merged.
           case when not ended and not merged and dispatched_at <= $4::timestamptz then unit end as unit,
           case when ended then 'ENDED'
                when merged then 'MERGED'
                when dispatched_at <= $4::timestamptz then 'DISPATCHED'
                when done_at <= $4::timestamptz then 'DIRECT'
                else 'WAITING' end as course,
           done_at is not null and done_at <= $4::timestamptz as done,
           -- Judged at the reply that was accepted: the office's own time of review is not the unit's.
           coalesce(replied_at, done_at) <= due_at as in_time
      from scope
     where counted_at >= $2 and counted_at < least($3::timestamptz, $4::timestamptz)
), survey as (
    -- A ticket that was closed twice was perhaps asked about twice: the last answer stands.
    select distinct on (r.ticket) r.ticket as number,
           true as asked,
           case when r.answered_at <= $4::timestamptz then r.rating end as rating
      from callback.v_rating r
      join ticket on ticket.number = r.ticket
     where r.hotline = $1 and r.asked_at <= $4::timestamptz
     order by r.ticket, r.closing_position desc
)
select case when grouping(unit) = 0 then 'UNIT' when grouping(nature) = 0 then 'NATURE' else 'ALL' end as part,
       coalesce(unit, nature)                                         as key,
       count(*)                                                       as tickets,
       count(*) filter (where course = 'DIRECT')                      as direct,
       count(*) filter (where course = 'DISPATCHED')                  as dispatched,
       count(*) filter (where course = 'WAITING')                     as waiting,
       count(*) filter (where course = 'MERGED')                      as merged,
       count(*) filter (where course = 'ENDED')                       as ended,
       count(*) filter (where done)                                   as closed,
       count(*) filter (where done and due_at is not null)            as closed_with_due,
       count(*) filter (where done and due_at is not null and in_time) as closed_in_time,
       count(asked)                                                   as surveys_asked,
       count(rating)                                                  as surveys_rated,
       count(*) filter (where rating = 'SATISFIED')                   as satisfied,
       count(*) filter (where rating = 'BASICALLY_SATISFIED')         as basically_satisfied,
       count(*) filter (where rating = 'DISSATISFIED')                as dissatisfied,
       count(*) filter (where asked and rating is null)               as unrated
  from ticket left join survey using (number)
 group by grouping sets ((), (unit), (nature));
