-- Search in the words of tickets, by their pieces of two characters; see RATIONALE.md.

-- Words that are not in the index yet: they are read one by one.
create table ticketing.unindexed_text (
    hotline text not null,
    -- the ticket's number without its dash
    number  bigint not null,
    words   text not null,
    primary key (hotline, number)
);

-- The index is made of segments: each holds some tickets, from its lowest to its highest; others may lie between them.
create table ticketing.text_segment (
    hotline text not null,
    highest bigint not null,
    lowest  bigint not null,
    primary key (hotline, highest)
);

-- Which tickets of a segment hold which pieces: each block has some thousandth part of all pieces.
create table ticketing.text_block (
    hotline text not null,
    block   integer not null,
    highest bigint not null,
    -- pieces, each with its tickets' numbers, packed
    grams   bytea not null,
    primary key (hotline, block, highest)
);
alter table ticketing.text_block alter column grams set storage external;

insert into ticketing.unindexed_text
select hotline, replace(number, '-', '')::bigint,
       lower(normalize(title || E'\n' || content || E'\n' || coalesce(area, ''), nfkc))
  from ticketing.ticket;

-- A list by deadline looks at open tickets only through what stands in their rows.
create index ticket_by_due on ticketing.ticket (hotline, due_at) where due_at is not null;
