-- Times in which an Asterisk was not heard, within a period, of which it is not known what happened.
-- $1 from (in), $2 until (out), $3 at most so many
select from_at, until_at, count(*) over () as gaps
  from telephony.v_gap
 where filled_at is null and until_at > $1 and from_at < $2
 order by from_at
 limit $3::bigint;
