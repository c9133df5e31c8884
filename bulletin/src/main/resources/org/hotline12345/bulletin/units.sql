-- The units of a hotline, with the names and groups that they had on a day: an old bulletin keeps old names.
-- $1 hotline, $2 at most so many, $3 the day
select u.code, n.name, g.unit_group,
       -- Others have tickets of the period perhaps, and else nothing to do with it.
       coalesce(u.begun_on <= $3::date, true) and coalesce(u.ended_on > $3::date, true) as there
  from office.v_unit u
  -- Before its first day, and after its last, a unit has the name that is nearest.
 cross join lateral (
       select name from office.v_unit_name n
        where n.hotline = u.hotline and n.unit = u.code
        order by n.from_day > $3::date, case when n.from_day <= $3::date then n.from_day end desc, n.from_day
        limit 1) n
 cross join lateral (
       select unit_group from office.v_unit_membership m
        where m.hotline = u.hotline and m.unit = u.code
        order by m.from_day > $3::date, case when m.from_day <= $3::date then m.from_day end desc, m.from_day
        limit 1) g
 where u.hotline = $1
 order by g.unit_group, u.code
 limit $2::bigint;
