-- Ratings that another system asked for: what was asked there, and whom, is not known here.

alter table callback.survey
    add column imported boolean not null default false,
    drop constraint way_to_ask,
    add constraint way_to_ask check (state = 'NOT_ASKED' or imported
        or (channel is not null and number is not null and number_index is not null)),
    add constraint imported_is_over check (not imported or state in ('ANSWERED', 'UNRATED'));
