-- A county is a unit to its city, and has a hotline of its own.
alter table office.unit
    add column runs text references office.hotline (code),
    add constraint runs_another_hotline check (runs <> hotline);
