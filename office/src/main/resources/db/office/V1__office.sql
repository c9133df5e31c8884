-- The hotline office: hotlines, units, people and rights, sign-ins, profiles, audit.

create table office.hotline (
    code      text primary key,
    name      text not null,
    number    text not null,
    area_code text not null,
    zone      text not null
);

create table office.unit (
    hotline    text not null references office.hotline,
    code       text not null,
    name       text not null,
    unit_group text not null,
    primary key (hotline, code)
);

create table office.person (
    id                   uuid primary key,
    login                text not null unique,
    name                 text not null,
    password_hash        text not null,
    must_change_password boolean not null,
    failed_sign_ins      integer not null default 0,
    locked_until         timestamptz not null default '-infinity'
);

create table office.role (
    name  text primary key,
    title text not null
);

create table office.role_right (
    role    text not null references office.role,
    granted text not null,
    primary key (role, granted)
);

create table office.person_role (
    person  uuid not null references office.person,
    hotline text not null references office.hotline,
    role    text not null references office.role,
    -- '' for the office's own people: a key cannot hold null
    unit    text not null default '',
    primary key (person, hotline, role, unit)
);

create table office.session (
    token_hash bytea primary key,
    person     uuid not null references office.person,
    begun_at   timestamptz not null,
    used_at    timestamptz not null,
    ends_at    timestamptz not null
);

create table office.profile (
    hotline    text not null references office.hotline,
    version    integer not null,
    valid_from timestamptz not null,
    text       text not null,
    added_by   uuid not null,
    added_at   timestamptz not null,
    primary key (hotline, version)
);

-- One sealed word: it opens only with the key file that all other sealed values need.
create table office.seal_check (
    one    boolean primary key default true check (one),
    sealed bytea not null
);

create table office.audit (
    id      uuid primary key,
    at      timestamptz not null,
    person  uuid not null,
    hotline text not null,
    action  text not null,
    object  text not null
);

-- What was seen and done is added to, never changed.
revoke update, delete on office.audit from hotline_office;

create view office.v_unit as
    select hotline, code, name, unit_group from office.unit;

grant usage on schema office to hotline_telephony, hotline_ticketing, hotline_callback, hotline_bulletin;
grant select on office.v_unit to hotline_telephony, hotline_ticketing, hotline_callback, hotline_bulletin;

-- Roles are rows: an office changes them without a new program.
insert into office.role (name, title) values
    ('administrator', '管理员'),
    ('agent', '话务员'),
    ('shift-leader', '班长'),
    ('dispatcher', '派单员'),
    ('reviewer', '审核员'),
    ('unit-clerk', '承办单位经办人'),
    ('editor', '通报编辑');

insert into office.role_right (role, granted) values
    ('administrator', 'office.administer'),
    ('administrator', 'ops.status'),
    ('agent', 'telephony.take-calls'),
    ('agent', 'ticketing.see'),
    ('agent', 'ticketing.register'),
    ('shift-leader', 'telephony.see-calls'),
    ('shift-leader', 'ticketing.see'),
    ('shift-leader', 'callback.see'),
    ('shift-leader', 'ops.status'),
    ('dispatcher', 'ticketing.see'),
    ('dispatcher', 'ticketing.dispatch'),
    ('reviewer', 'ticketing.see'),
    ('reviewer', 'ticketing.review'),
    ('reviewer', 'ticketing.close'),
    ('reviewer', 'callback.see'),
    ('unit-clerk', 'ticketing.handle'),
    ('editor', 'ticketing.see'),
    ('editor', 'bulletin.make');
