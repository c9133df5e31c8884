-- A caller who is erased is found by no number.
alter table telephony.unwelcome
    alter column caller_index drop not null,
    add constraint found_by_number check (caller_index is not null or state = 'LIFTED');

-- That an index stands where a number does, and the other way round, holds no longer; its check has no name of its own.
do $$
declare
    named text;
begin
    for named in
        select conname from pg_constraint
         where conrelid = 'telephony.call'::regclass and contype = 'c'
           and pg_get_constraintdef(oid) like '%caller_sealed%'
    loop
        execute format('alter table telephony.call drop constraint %I', named);
    end loop;
end
$$;

alter table telephony.call add constraint found_by_number check (caller_index is null or caller_sealed is not null);
