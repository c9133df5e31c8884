-- What an office brings in from elsewhere: other names of units, areas, days of the calendar; and who may take data out.

-- 住管局 is 住建管理局: files of others name units as they like.
create table office.unit_alias (
    hotline text not null,
    alias   text not null,
    unit    text not null,
    primary key (hotline, alias),
    foreign key (hotline, unit) references office.unit
);

create index unit_alias_of_unit on office.unit_alias (hotline, unit);

create table office.area (
    hotline text not null references office.hotline,
    code    text not null,
    name    text not null,
    -- the area it lies in
    parent  text,
    primary key (hotline, code),
    foreign key (hotline, parent) references office.area
);

-- Public holidays and make-up workdays, above those that the program knows; a hotline in an autonomous region has days of its own.
create table office.calendar_day (
    hotline text not null references office.hotline,
    day     date not null,
    worked  boolean not null,
    name    text not null,
    primary key (hotline, day)
);

create view office.v_area as
    select hotline, code, name, parent from office.area;

grant select on office.v_area to hotline_telephony, hotline_ticketing, hotline_callback, hotline_bulletin;

insert into office.role_right (role, granted) values
    ('office-leader', 'ticketing.export-personal')
on conflict do nothing;
