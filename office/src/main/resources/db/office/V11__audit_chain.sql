-- The audit trail as a chain: each link holds a keyed hash of the rows since the link before, and of that link.
alter table office.audit
    add column position bigint generated always as identity,
    -- the writing transaction: what is older than every open one is complete, see RATIONALE.md
    add column xid      xid8 not null default pg_current_xact_id();

create unique index audit_in_order on office.audit (xid, position);

create table office.audit_link (
    link          bigint primary key,
    -- the last row in it
    last_xid      xid8 not null,
    last_position bigint not null,
    rows          integer not null,
    made_at       timestamptz not null,
    hash          bytea not null
);

revoke update, delete on office.audit_link from hotline_office;
