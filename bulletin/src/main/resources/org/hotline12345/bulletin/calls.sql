-- The calls of a period.
-- $1 hotline, $2 from (in), $3 until (out), $4 cut-off, $5 answer limit in milliseconds
select count(*)                                                                          as arrived,
       count(*) filter (where queued_at is not null)                                     as offered,
       count(*) filter (where queued_at is not null and outcome = 'ANSWERED')            as answered,
       count(*) filter (where queued_at is not null and outcome = 'ABANDONED_QUEUE')     as abandoned,
       count(*) filter (where queued_at is not null and outcome = 'INTERRUPTED')         as interrupted,
       count(*) filter (where queued_at is not null and outcome is null)                 as open,
       count(*) filter (where queued_at is null and outcome = 'ABANDONED_GREETING')      as abandoned_in_greeting,
       count(*) filter (where queued_at is not null and outcome = 'ANSWERED'
                          and wait_ms <= $5::bigint)                                     as answered_in_limit,
       coalesce(sum(wait_ms) filter (where queued_at is not null and outcome = 'ANSWERED'), 0)::bigint
                                                                                         as wait_millis,
       count(*) filter (where queued_at is null and outcome = 'ANSWERED')                as answered_unqueued,
       count(*) filter (where queued_at is not null and outcome = 'ANSWERED' and wait_ms is null)
                                                                                         as answered_without_wait
  from telephony.v_call
 where hotline = $1
   and arrived_at >= $2
   and arrived_at < least($3::timestamptz, $4::timestamptz);
