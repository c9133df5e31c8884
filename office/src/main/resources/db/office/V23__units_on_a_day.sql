-- What units are called on a day, for whoever prints names of a past month; before its first day, and after its last, a unit
-- has the name and the group that are nearest.
create function office.units_on(of_hotline text, on_day date)
    returns table (code text, name text, unit_group text, there boolean)
    language sql stable
as $$
    select u.code, n.name, g.unit_group,
           coalesce(u.begun_on <= on_day, true) and coalesce(u.ended_on > on_day, true)
      from office.v_unit u
     cross join lateral (
           select n.name from office.v_unit_name n
            where n.hotline = u.hotline and n.unit = u.code
            order by n.from_day > on_day, case when n.from_day <= on_day then n.from_day end desc, n.from_day
            limit 1) n
     cross join lateral (
           select m.unit_group from office.v_unit_membership m
            where m.hotline = u.hotline and m.unit = u.code
            order by m.from_day > on_day, case when m.from_day <= on_day then m.from_day end desc, m.from_day
            limit 1) g
     where u.hotline = of_hotline
$$;
