-- A citizen who is erased is found by no number; what was asked and answered stays counted.
alter table callback.survey
    drop constraint way_to_ask,
    add constraint way_to_ask check (state = 'NOT_ASKED' or imported or (channel is not null and number is not null)),
    add constraint found_by_number check (number_index is null or number is not null);

-- Messages belong to a citizen also when they answer nothing.
alter table callback.reply add column number_index bytea;
create index reply_by_number on callback.reply (number_index) where number_index is not null;

alter table callback.missed_call
    drop constraint known_state,
    drop constraint withheld,
    add constraint known_state check (state in ('OPEN', 'RANG_AGAIN', 'WITHHELD', 'ERASED')),
    -- An erased caller leaves no index behind; what is over stays what it was.
    add constraint withheld check (state not in ('WITHHELD', 'ERASED') or caller_index is null),
    add constraint open_can_be_called check (state <> 'OPEN' or caller_index is not null);
