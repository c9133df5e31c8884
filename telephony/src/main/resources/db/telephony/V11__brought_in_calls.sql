-- Calls of a former system: they are rows like any other, settled and complete, and belong to no Asterisk.

create table telephony.brought_in_call (
    call          text primary key references telephony.call,
    hotline       text not null,
    -- the number that it had there: the same file twice is the same calls
    outside       text not null,
    brought_in_at timestamptz not null,
    unique (hotline, outside)
);

revoke update, delete on telephony.brought_in_call from hotline_telephony;

-- Their ids: the place in here stands where Asterisk counts the calls of a second.
create sequence telephony.brought_in_place;

create view telephony.v_brought_in_call as
    select hotline, outside, call, brought_in_at from telephony.brought_in_call;

grant select on telephony.v_brought_in_call to hotline_ticketing, hotline_callback, hotline_bulletin;
