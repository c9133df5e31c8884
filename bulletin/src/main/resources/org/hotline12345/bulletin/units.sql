-- The units of a hotline.
-- $1 hotline, $2 at most so many
select code, name, unit_group
  from office.v_unit
 where hotline = $1
 order by unit_group, code
 limit $2::bigint;
