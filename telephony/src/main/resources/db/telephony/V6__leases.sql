-- Which backend process hears which Asterisk: one at a time, for as long as its lease stands by the database's clock.

create table telephony.lease (
    node     text primary key,
    -- the process, as it calls itself; the last one when until_at is over
    holder   text not null,
    -- grows with each change of hands; what that Asterisk tells is written under the present one alone
    epoch    bigint not null check (epoch > 0),
    since    timestamptz not null,
    until_at timestamptz not null,
    -- Makes the epoch part of a key: a writer's key share lock holds up who takes over, but not who prolongs.
    unique (node, epoch)
);

revoke delete on telephony.lease from hotline_telephony;
