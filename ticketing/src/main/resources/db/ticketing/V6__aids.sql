-- What helps people decide: the dispatch catalogue and what it suggested, what is known of a matter's text, and alerts.

-- 派单目录: a version is published once and never changed.
create table ticketing.catalogue (
    hotline      text not null,
    version      integer not null,
    from_day     date not null,
    note         text not null,
    published_by uuid not null,
    published_at timestamptz not null,
    primary key (hotline, version)
);

create table ticketing.catalogue_entry (
    hotline   text not null,
    version   integer not null,
    place     integer not null,
    category  text not null,
    -- by which a text is known to be of the category
    words     text[] not null,
    -- '': wherever no entry of the category names the area
    area      text not null,
    lead      text not null,
    assisting text[] not null,
    primary key (hotline, version, place),
    foreign key (hotline, version) references ticketing.catalogue (hotline, version)
);

-- What a dispatcher was shown before a dispatch; assignment is the ordinal that the dispatch then had, so whether it was
-- taken is read from the assignments and needs no row of its own.
create table ticketing.suggestion (
    hotline           text not null,
    number            text not null,
    assignment        integer not null,
    place             integer not null,
    unit              text not null,
    assisting         text[] not null,
    reasons           text[] not null,
    catalogue_version integer,
    shown_at          timestamptz not null,
    shown_to          uuid not null,
    primary key (hotline, number, assignment, place),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

revoke update, delete on ticketing.catalogue, ticketing.catalogue_entry, ticketing.suggestion from hotline_ticketing;

create view ticketing.v_suggestion as
    select s.hotline, s.number, s.assignment, s.place, s.unit, s.catalogue_version, s.shown_at,
           a.unit as dispatched_to, a.sent_at as dispatched_at, a.unit = s.unit as taken
      from ticketing.suggestion s
      left join ticketing.assignment a
        on a.hotline = s.hotline and a.number = s.number and a.ordinal = s.assignment and a.part = 'LEAD';

-- What the program knows of a matter's text, so that its like are found.
create table ticketing.digest (
    hotline       text not null,
    number        text not null,
    registered_at timestamptz not null,
    -- the place without house number; '' when none was given
    place         text not null,
    -- of the catalogue, read from the text
    category      text,
    -- texts that are alike share some of these numbers
    sketch        integer[] not null,
    -- the alert that named it as part of a cluster: it is part of one at most
    cluster       uuid,
    primary key (hotline, number),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

create index digest_alike on ticketing.digest using gin (sketch);
create index digest_at_place on ticketing.digest (hotline, place, registered_at) where place <> '';
create index digest_unclustered on ticketing.digest (hotline, place, registered_at) where place <> '' and cluster is null;

-- How far a reader of the log has come.
create table ticketing.follower (
    name     text primary key,
    xid      xid8 not null,
    position bigint not null
);
insert into ticketing.follower (name, xid, position) values ('digest', '0', 0);

-- What a shift leader must see at once.
create table ticketing.alert (
    id              uuid primary key,
    hotline         text not null,
    kind            text not null,
    -- the ticket that raised it
    number          text not null,
    words           text not null,
    -- all it is about
    tickets         text[] not null,
    at              timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    note            text,
    constraint alert_once unique (hotline, kind, number),
    constraint known_kind check (kind in ('DANGER', 'CLUSTER')),
    constraint acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

create index alert_by_time on ticketing.alert (hotline, at);
revoke delete on ticketing.alert from hotline_ticketing;

grant select on ticketing.v_suggestion to hotline_bulletin;

-- 知识库
create table ticketing.knowledge (
    id         uuid primary key,
    hotline    text not null,
    -- whose knowledge it is: it counts as that unit's upload
    unit       text not null,
    kind       text not null,
    written_at timestamptz not null,
    retired_at timestamptz,
    retired_by uuid,
    constraint known_kind check (kind in ('ENTRY', 'CASE')),
    constraint retired check ((retired_at is null) = (retired_by is null))
);

create index knowledge_of_hotline on ticketing.knowledge (hotline, unit, written_at);

create table ticketing.knowledge_version (
    id          uuid not null references ticketing.knowledge,
    version     integer not null,
    title       text not null,
    content     text not null,
    -- the last day on which it may be told to citizens; none: until it is retired
    valid_until date,
    written_by  uuid not null,
    written_at  timestamptz not null,
    state       text not null,
    reviewed_by uuid,
    reviewed_at timestamptz,
    why         text,
    -- words by which it is found
    grams       text[] not null,
    primary key (id, version),
    constraint known_state check (state in ('PROPOSED', 'APPROVED', 'REFUSED')),
    constraint reviewed check ((state = 'PROPOSED') = (reviewed_by is null) and (state = 'PROPOSED') = (reviewed_at is null)),
    constraint refused_with_why check ((state = 'REFUSED') = (why is not null))
);

-- One version of an entry waits for review at a time.
create unique index knowledge_proposed on ticketing.knowledge_version (id) where state = 'PROPOSED';
create index knowledge_grams on ticketing.knowledge_version using gin (grams);

-- Which direct answers were given with which entry.
create table ticketing.knowledge_use (
    hotline text not null,
    number  text not null,
    id      uuid not null,
    version integer not null,
    at      timestamptz not null,
    person  uuid not null,
    primary key (hotline, number),
    foreign key (hotline, number) references ticketing.ticket (hotline, number),
    foreign key (id, version) references ticketing.knowledge_version (id, version)
);

create index knowledge_use_of on ticketing.knowledge_use (id);
revoke delete on ticketing.knowledge, ticketing.knowledge_version from hotline_ticketing;
revoke update, delete on ticketing.knowledge_use from hotline_ticketing;

-- Uploads (知识库上传): an entry counts once, when it was first written, for its unit; approved says whether any version was.
create view ticketing.v_knowledge_upload as
    select k.hotline, k.unit, k.id, k.kind, k.written_at as uploaded_at,
           exists (select from ticketing.knowledge_version v where v.id = k.id and v.state = 'APPROVED') as approved
      from ticketing.knowledge k;

create view ticketing.v_knowledge_use as
    select u.hotline, u.number, u.id, u.version, u.at, k.unit
      from ticketing.knowledge_use u join ticketing.knowledge k using (id);

grant select on ticketing.v_knowledge_upload, ticketing.v_knowledge_use to hotline_bulletin;

-- 值班表: who answers for a unit ('' is the office) from one moment to another, A角 and B角.
create table ticketing.duty_shift (
    id           uuid primary key,
    hotline      text not null,
    unit         text not null,
    from_at      timestamptz not null,
    until_at     timestamptz not null,
    person_a     uuid not null,
    person_b     uuid,
    made_by      uuid not null,
    made_at      timestamptz not null,
    cancelled_by uuid,
    cancelled_at timestamptz,
    constraint lasts check (until_at > from_at),
    constraint two_people check (person_b is distinct from person_a),
    constraint cancelled check ((cancelled_at is null) = (cancelled_by is null))
);
create index duty_shift_by_time on ticketing.duty_shift (hotline, unit, until_at) where cancelled_at is null;

-- 交接: from then on the other one is A角.
create table ticketing.duty_handover (
    shift    uuid not null references ticketing.duty_shift,
    at       timestamptz not null,
    from_who uuid not null,
    to_who   uuid not null,
    note     text not null,
    primary key (shift, at)
);

create table ticketing.duty_leave (
    id       uuid primary key,
    hotline  text not null,
    person   uuid not null,
    from_at  timestamptz not null,
    until_at timestamptz not null,
    noted_by uuid not null,
    noted_at timestamptz not null,
    constraint lasts check (until_at > from_at)
);
create index duty_leave_by_time on ticketing.duty_leave (hotline, until_at);

-- Something that duty must acknowledge; it climbs until somebody does.
create table ticketing.duty_call (
    id              uuid primary key,
    hotline         text not null,
    unit            text not null,
    cause           text not null,
    number          text not null,
    -- the ordinal of the unit's assignment; 0 for what concerns the office
    assignment      integer not null,
    step            text not null,
    step_at         timestamptz not null,
    made_at         timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    -- acknowledged, or its cause is gone
    ended_at        timestamptz,
    constraint duty_call_once unique (hotline, cause, number, assignment),
    constraint known_cause check (cause in ('URGENT_TICKET', 'DANGER')),
    constraint known_step check (step in ('A', 'B', 'LEADER', 'OFFICE')),
    constraint acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);
create index duty_call_open on ticketing.duty_call (hotline, step_at) where ended_at is null;

create table ticketing.duty_step (
    call   uuid not null references ticketing.duty_call,
    step   text not null,
    at     timestamptz not null,
    people uuid[] not null,
    primary key (call, step)
);

revoke delete on ticketing.duty_shift, ticketing.duty_call from hotline_ticketing;
revoke update, delete on ticketing.duty_handover, ticketing.duty_leave, ticketing.duty_step from hotline_ticketing;

create index ticket_urgent_dispatched on ticketing.ticket (hotline, number) where urgent and state = 'DISPATCHED';
create index alert_open_danger on ticketing.alert (hotline, number) where kind = 'DANGER' and acknowledged_at is null;

-- 质检: a reply or a recorded talk, drawn by lot, scored by a form that is kept as it was, objected to and decided.
create table ticketing.inspection (
    id          uuid primary key,
    hotline     text not null,
    kind        text not null,
    number      text,
    assignment  integer,
    unit        text,
    call        text,
    agent       uuid,
    form        jsonb not null,
    drawn_at    timestamptz not null,
    drawn_by    uuid not null,
    state       text not null,
    points      integer[],
    remark      text,
    scored_at   timestamptz,
    scored_by   uuid,
    objection   text,
    objected_at timestamptz,
    objected_by uuid,
    -- after an objection: what stands, changed or not
    final       integer[],
    decision    text,
    decided_at  timestamptz,
    decided_by  uuid,
    constraint reply_once unique (hotline, number, assignment),
    constraint talk_once unique (hotline, call),
    constraint known_kind check ((kind = 'REPLY' and number is not null and assignment is not null and unit is not null)
        or (kind = 'TALK' and call is not null and agent is not null)),
    constraint known_state check (state in ('DRAWN', 'SCORED', 'OBJECTED', 'DECIDED')),
    constraint scored check (state = 'DRAWN' or (points is not null and remark is not null and scored_at is not null
        and scored_by is not null)),
    constraint objected check (state in ('DRAWN', 'SCORED') or (objection is not null and objected_at is not null
        and objected_by is not null)),
    constraint decided check ((state = 'DECIDED') = (final is not null and decision is not null and decided_at is not null
        and decided_by is not null)),
    foreign key (hotline, number) references ticketing.ticket (hotline, number)
);

create index inspection_by_time on ticketing.inspection (hotline, drawn_at);
create index inspection_of_unit on ticketing.inspection (hotline, unit, drawn_at) where unit is not null;
create index assignment_accepted on ticketing.assignment (hotline, ended_at) where state = 'ACCEPTED';
revoke delete on ticketing.inspection from hotline_ticketing;

-- For 回复规范: what stands of each scored inspection, of how many points.
create view ticketing.v_inspection as
    select hotline, kind, number, assignment, unit, call, agent, scored_at, state,
           (select sum(p) from unnest(coalesce(final, points)) p)::integer as points,
           (select sum((i ->> 'points')::integer) from jsonb_array_elements(form) i)::integer as of_points
      from ticketing.inspection where state <> 'DRAWN';
grant select on ticketing.v_inspection to hotline_bulletin;
