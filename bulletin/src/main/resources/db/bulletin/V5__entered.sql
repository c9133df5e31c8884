-- Figures that no row of ours gives: scores of an assessment, a base of last year, what the predecessor published.

-- Added to, never changed: a correction names the row that it stands for.
create table bulletin.entered (
    id         bigint generated always as identity primary key,
    hotline    text not null,
    period     text not null,
    -- '' for the hotline's own
    unit       text not null,
    item       text not null,
    -- null takes the figure back
    points     numeric,
    reason     text not null,
    source     text not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    corrects   bigint unique references bulletin.entered
);

create unique index entered_once on bulletin.entered (hotline, period, item, unit) where corrects is null;
create index entered_of_period on bulletin.entered (hotline, period);

-- What stands now.
create view bulletin.v_entered as
    select * from bulletin.entered e where not exists (select from bulletin.entered later where later.corrects = e.id);

create table bulletin.past_figure (
    id         bigint generated always as identity primary key,
    hotline    text not null,
    period     text not null,
    figure     text not null,
    -- a unit's code or another name; '' for the whole
    subject    text not null,
    value      numeric not null,
    -- the document in which it was published
    source     text not null,
    entered_by uuid not null,
    entered_at timestamptz not null,
    corrects   bigint unique references bulletin.past_figure
);

create unique index past_figure_once on bulletin.past_figure (hotline, period, figure, subject) where corrects is null;

create view bulletin.v_past_figure as
    select * from bulletin.past_figure p where not exists (select from bulletin.past_figure later where later.corrects = p.id);

-- What earlier bulletins said, wherever they were made.
create view bulletin.v_past as
    select hotline, period, figure, subject, value, source, null::text as document_number, null::integer as version, false as is_ours
      from bulletin.v_past_figure;

revoke update, delete on bulletin.entered, bulletin.past_figure from hotline_bulletin;
