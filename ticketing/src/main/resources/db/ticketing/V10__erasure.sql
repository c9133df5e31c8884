-- A requester who is erased is found by no number; that there was one stays to be seen.
alter table ticketing.ticket
    drop constraint phone_is_found,
    add constraint found_by_phone check (phone_index is null or requester_phone is not null);
