-- Requests that come in without an agent: by programs that file them for citizens, by the citizen's own form, with attachments.

-- A program that files requests for citizens: a WeChat account, an app, a mailbox, a 311 client.
create table ticketing.intake_client (
    id         uuid primary key,
    hotline    text not null,
    name       text not null,
    -- the token itself is shown once and stored nowhere
    token_hash bytea not null unique,
    channels   text[] not null,
    per_minute integer not null,
    added_at   timestamptz not null,
    revoked_at timestamptz,
    constraint one_name unique (hotline, name),
    constraint some_channel check (cardinality(channels) > 0),
    constraint some_requests check (per_minute > 0)
);

revoke delete on ticketing.intake_client from hotline_ticketing;

-- What was answered to whom under which key: the same request, sent again, gets the same answer and no second ticket.
create table ticketing.intake_receipt (
    -- the client, or nil for the citizens' form
    client    uuid not null,
    key       text not null,
    body_hash text not null,
    hotline   text not null,
    number    text not null,
    at        timestamptz not null,
    primary key (client, key)
);

create index intake_receipt_by_age on ticketing.intake_receipt (at);

-- What such a request says beside the ticket.
create table ticketing.filing (
    hotline    text not null,
    number     text not null,
    client     uuid references ticketing.intake_client,
    open311    boolean not null,
    anonymous  boolean not null,
    latitude   numeric(9, 6),
    longitude  numeric(9, 6),
    address_id text,
    media_url  text,
    -- personal data, sealed
    email      bytea,
    primary key (hotline, number),
    foreign key (hotline, number) references ticketing.ticket (hotline, number),
    constraint whole_point check ((latitude is null) = (longitude is null))
);

create index filing_of_client on ticketing.filing (client, number) where client is not null;
create index filing_by_open311 on ticketing.filing (hotline, number) where open311;

revoke delete on ticketing.filing from hotline_ticketing;

-- Whether units may know who asks; null: as the nature says, which keeps tip-offs confidential.
alter table ticketing.ticket add column confidential boolean;

-- The files lie outside the database, each under the name of its content.
create table ticketing.attachment (
    id       uuid primary key,
    hotline  text not null,
    number   text not null,
    name     text not null,
    kind     text not null,
    bytes    integer not null,
    sha256   bytea not null,
    added_at timestamptz not null,
    -- nil for citizens and clients
    added_by uuid not null,
    foreign key (hotline, number) references ticketing.ticket (hotline, number),
    constraint once unique (hotline, number, sha256)
);

revoke update, delete on ticketing.attachment from hotline_ticketing;
