-- What is open at a unit that ends goes to its successor, on the same clock.

alter table ticketing.assignment
    -- units that had it before, with the moment until which they had it
    add column formers jsonb not null default '[]';

create index assignment_inherited on ticketing.assignment (hotline, unit) where formers <> '[]';

-- Which of several successors gets a ticket of the unit; what no line names goes to the first.
create table ticketing.succession_share (
    hotline   text not null,
    unit      text not null,
    place     integer not null,
    kind      text not null,
    value     text not null,
    successor text not null,
    primary key (hotline, unit, place),
    constraint known_kind check (kind in ('CATEGORY', 'AREA', 'TICKET'))
);

-- The duty of a successor is called for what the duty of the unit before did not answer.
alter table if exists ticketing.duty_call
    drop constraint duty_call_once,
    add constraint duty_call_once unique (hotline, cause, number, assignment, unit);

-- The units that had an assignment before: figures of a month are those of the unit that had it then.
create view ticketing.v_former as
    select a.hotline, a.number, a.ordinal, a.part, a.sent_at, f.unit, f.until_at
      from ticketing.assignment a
     cross join lateral jsonb_to_recordset(a.formers) as f (unit text, until_at timestamptz)
     where a.formers <> '[]';

grant select on ticketing.v_former to hotline_bulletin;
