-- The units of a hotline, with the names and groups that they had on a day: an old bulletin keeps old names. Those that were not
-- there then have tickets of the period perhaps, and else nothing to do with it.
-- $1 hotline, $2 at most so many, $3 the day
select code, name, unit_group, there
  from office.units_on($1, $3::date)
 order by unit_group, code
 limit $2::bigint;
