-- Citizens have keys of their own, in a file outside the database; a citizen who is erased loses the key.

-- The name of the file of citizens' keys that this database was sealed with; another file opens nothing.
alter table office.seal_check add column citizens bytea;

-- Which keys were destroyed. Nobody can tell from it whose they were: the index was made with the key.
create table office.erasure (
    id            uuid primary key,
    hotline       text not null references office.hotline,
    -- of the key in its file
    place         integer not null,
    citizen_index bytea not null,
    -- of a request whose citizen has no number
    ticket        text,
    begun_at      timestamptz not null,
    -- null while rows may still hold something of the citizen
    ended_at      timestamptz
);

create index erasure_unfinished on office.erasure (begun_at) where ended_at is null;
revoke delete on office.erasure from hotline_office;
