-- Units live: their names and groups hold from a day on, and a unit that ends has those who follow it.

-- A name holds until the next one's day; the first one holds from ever.
create table office.unit_name (
    hotline  text not null,
    unit     text not null,
    from_day date not null,
    name     text not null,
    primary key (hotline, unit, from_day),
    foreign key (hotline, unit) references office.unit
);

create table office.unit_membership (
    hotline    text not null,
    unit       text not null,
    from_day   date not null,
    unit_group text not null,
    primary key (hotline, unit, from_day),
    foreign key (hotline, unit) references office.unit
);

insert into office.unit_name select hotline, code, '-infinity', name from office.unit;
insert into office.unit_membership select hotline, code, '-infinity', unit_group from office.unit;

drop view office.v_unit;

alter table office.unit
    drop column name,
    drop column unit_group,
    -- its first day; none: it was there before the system
    add column begun_on  date,
    -- the first day on which it is no more
    add column ended_on  date,
    add column ended_why text,
    add constraint ends_with_why check ((ended_on is null) = (ended_why is null)),
    add constraint ends_after_it_began check (ended_on > begun_on);

-- 承继单位, in order: what nothing else decides goes to the first.
create table office.unit_successor (
    hotline   text not null,
    unit      text not null,
    place     integer not null,
    successor text not null,
    primary key (hotline, unit, place),
    unique (hotline, unit, successor),
    foreign key (hotline, unit) references office.unit,
    foreign key (hotline, successor) references office.unit,
    constraint succeeds_another check (successor <> unit)
);

create view office.v_unit as
    select hotline, code, begun_on, ended_on from office.unit;

create view office.v_unit_name as
    select hotline, unit, from_day, name from office.unit_name;

create view office.v_unit_membership as
    select hotline, unit, from_day, unit_group from office.unit_membership;

grant select on office.v_unit, office.v_unit_name, office.v_unit_membership
    to hotline_telephony, hotline_ticketing, hotline_callback, hotline_bulletin;
