-- Editions of a bulletin: their life, what was printed, and the facts behind their figures.

create table bulletin.edition (
    id              uuid primary key,
    hotline         text not null,
    period          text not null,
    version         integer not null,
    state           text not null,
    document_number text,
    -- by what its facts were chosen and are judged; null until facts were copied
    cut_off         timestamptz,
    done_moment     text,
    profile_version integer,
    profile         text,
    -- the whole bulletin, words and figures, as JSON
    model           text,
    unique (hotline, period, version),
    constraint known_state check (state in
        ('DRAFT', 'SHOWN', 'FROZEN', 'CHECKED', 'SIGNED_OFF', 'NUMBERED', 'PUBLISHED')),
    constraint numbered check ((state in ('NUMBERED', 'PUBLISHED')) = (document_number is not null)),
    constraint with_facts check (state = 'DRAFT' or (cut_off is not null and model is not null and profile is not null))
);

create unique index edition_at_work on bulletin.edition (hotline, period) where state <> 'PUBLISHED';
create unique index edition_number on bulletin.edition (hotline, document_number) where document_number is not null;

-- What happened to an edition; its state is what this comes to.
create table bulletin.edition_event (
    edition uuid not null references bulletin.edition,
    ordinal integer not null,
    type    text not null,
    at      timestamptz not null,
    person  uuid not null,
    body    text not null,
    primary key (edition, ordinal)
);

create table bulletin.edition_figure (
    edition           uuid not null references bulletin.edition,
    id                text not null,
    ordinal           integer not null,
    name              text not null,
    printed           text not null,
    arithmetic        text not null,
    -- null where a divisor is nought
    value             numeric,
    numerator         numeric,
    numerator_words   text,
    denominator       numeric,
    denominator_words text,
    rounding          text,
    primary key (edition, id)
);

create table bulletin.edition_file (
    edition uuid not null references bulletin.edition,
    format  text not null,
    name    text not null,
    content bytea not null,
    primary key (edition, format)
);

-- Facts as they were when they were copied. Nothing personal stands in them.
create table bulletin.frozen_ticket (
    edition       uuid not null references bulletin.edition,
    number        text not null,
    nature        text not null,
    channel       text,
    unit          text,
    state         text not null,
    mode          text,
    registered_at timestamptz not null,
    dispatched_at timestamptz,
    due_at        timestamptz,
    replied_at    timestamptz,
    handled_at    timestamptz,
    closed_at     timestamptz,
    ended_at      timestamptz,
    merged_into   text,
    excluded      boolean,
    primary key (edition, number)
);

create table bulletin.frozen_survey (
    edition          uuid not null references bulletin.edition,
    ticket           text not null,
    closing_position bigint not null,
    asked_at         timestamptz not null,
    answered_at      timestamptz,
    rating           text,
    primary key (edition, ticket, closing_position)
);

create table bulletin.frozen_call (
    edition    uuid not null references bulletin.edition,
    call       text not null,
    line       text not null,
    arrived_at timestamptz not null,
    wait_ms    bigint,
    settled    boolean not null,
    stage      text not null,
    fate       text not null,
    primary key (edition, call)
);

-- As they were called then.
create table bulletin.frozen_unit (
    edition    uuid not null references bulletin.edition,
    code       text not null,
    name       text not null,
    unit_group text not null,
    primary key (edition, code)
);

-- The tickets of an edition with what each counts as, by its cut-off and its rules.
create function bulletin.marked_tickets(of_edition uuid)
    returns table (number text, nature text, unit text, course text, done boolean, with_due boolean, in_time boolean, asked boolean,
                   rating text, marks text)
    language sql stable
    begin atomic
        with rules as (
            select cut_off, done_moment from bulletin.edition where id = of_edition
        ), judged as (
            select t.number, t.nature, t.unit, t.dispatched_at, t.replied_at, t.due_at, t.merged_into is not null as merged,
                   t.state in ('REJECTED', 'WITHDRAWN') and t.ended_at <= r.cut_off as ended,
                   t.dispatched_at <= r.cut_off as sent,
                   case r.done_moment when 'HANDLED_AT' then t.handled_at else t.closed_at end as done_at, r.cut_off
              from bulletin.frozen_ticket t cross join rules r
             where t.edition = of_edition
        ), survey as (
            select distinct on (s.ticket) s.ticket, case when s.answered_at <= r.cut_off then s.rating end as rating
              from bulletin.frozen_survey s cross join rules r
             where s.edition = of_edition
             order by s.ticket, s.closing_position desc
        ), marked as (
            select j.number, j.nature,
                   case when not coalesce(j.ended, false) and not j.merged and j.sent then j.unit end as unit,
                   case when j.ended then 'ENDED'
                        when j.merged then 'MERGED'
                        when j.sent then 'DISPATCHED'
                        when j.done_at <= j.cut_off then 'DIRECT'
                        else 'WAITING' end as course,
                   coalesce(j.done_at <= j.cut_off, false) as done,
                   j.due_at is not null as with_due,
                   coalesce(coalesce(j.replied_at, j.done_at) <= j.due_at, false) as in_time,
                   s.ticket is not null as asked,
                   s.rating
              from judged j left join survey s on s.ticket = j.number
        )
        select m.number, m.nature, m.unit, m.course, m.done, m.with_due, m.in_time, m.asked, m.rating,
               concat_ws('|', m.nature, m.course, m.done, m.with_due, m.in_time, m.asked, coalesce(m.rating, '-'))
          from marked m;
    end;

-- The calls of an edition; short_ms and limit_ms are the rules of counting (-1: no wait is short).
create function bulletin.marked_calls(of_edition uuid, short_ms bigint, limit_ms bigint)
    returns table (call text, line text, stage text, fate text, short boolean, in_limit boolean, wait_ms bigint, settled boolean,
                   marks text)
    language sql stable
    begin atomic
        select c.call, c.line, c.stage, c.fate, coalesce(c.wait_ms <= short_ms, false), coalesce(c.wait_ms <= limit_ms, false),
               c.wait_ms, c.settled,
               concat_ws('|', c.line, c.stage, c.fate, coalesce(c.wait_ms <= short_ms, false), coalesce(c.wait_ms <= limit_ms, false),
                         c.wait_ms is null, c.settled)
          from bulletin.frozen_call c
         where c.edition = of_edition;
    end;

-- What is published stays as it is; nobody's program changes it, ours neither.
create function bulletin.refuse_change() returns trigger language plpgsql as $$
begin
    if exists (select from changed join bulletin.edition e on e.id = changed.edition where e.state = 'PUBLISHED') then
        raise exception 'a published edition is not changed (%)', tg_table_name;
    end if;
    return null;
end $$;

create function bulletin.refuse_change_of_edition() returns trigger language plpgsql as $$
begin
    raise exception 'a published edition is not changed';
end $$;

create trigger published before update or delete on bulletin.edition
    for each row when (old.state = 'PUBLISHED') execute function bulletin.refuse_change_of_edition();

do $$
declare
    kept text;
begin
    foreach kept in array array ['edition_event', 'edition_figure', 'edition_file', 'frozen_ticket', 'frozen_survey', 'frozen_call',
                                 'frozen_unit'] loop
        execute format('create trigger published_row_added after insert on bulletin.%I referencing new table as changed
                        for each statement execute function bulletin.refuse_change()', kept);
        execute format('create trigger published_row_changed after update on bulletin.%I referencing old table as changed
                        for each statement execute function bulletin.refuse_change()', kept);
        execute format('create trigger published_row_removed after delete on bulletin.%I referencing old table as changed
                        for each statement execute function bulletin.refuse_change()', kept);
    end loop;
end $$;

revoke update, delete on bulletin.edition_event from hotline_bulletin;

-- What earlier bulletins said: of ours the newest published version. A unit's figure goes by its unit.
create or replace view bulletin.v_past as
    select hotline, period, figure, subject, value, source, null::text as document_number, null::integer as version, false as is_ours
      from bulletin.v_past_figure
    union all
    select e.hotline, e.period,
           case when f.id like 'unit/%/%' then substring(f.id from '^unit/[^/]*/(.*)$') else f.id end,
           case when f.id like 'unit/%/%' then split_part(f.id, '/', 2) else '' end,
           f.value, null, e.document_number, e.version, true
      from bulletin.edition e join bulletin.edition_figure f on f.edition = e.id
     where e.state = 'PUBLISHED' and f.value is not null
       and not exists (select from bulletin.edition later
                        where later.hotline = e.hotline and later.period = e.period and later.version > e.version
                          and later.state = 'PUBLISHED');
