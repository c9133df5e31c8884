-- What matters are sorted by (事项归口): a tree of each hotline's own.

create table office.domain (
    hotline text not null references office.hotline,
    code    text not null,
    name    text not null,
    -- the domain that it is a part of
    parent  text,
    primary key (hotline, code),
    foreign key (hotline, parent) references office.domain
);

create view office.v_domain as
    select hotline, code, name, parent from office.domain;

grant select on office.v_domain to hotline_telephony, hotline_ticketing, hotline_callback, hotline_bulletin;

-- A domain with all that are part of it.
create function office.domain_and_below(of_hotline text, of_code text) returns setof text
    language sql stable
    begin atomic
        with recursive within as (
            select of_code as code
            union
            select d.code from office.v_domain d join within w on d.parent = w.code where d.hotline = of_hotline)
        select code from within;
    end;
