-- Who keeps the dispatch catalogue, hears alerts, writes and reviews knowledge, makes duty rosters and inspects quality, in the roles
-- that an office starts with.

insert into office.role_right (role, granted) values
    ('administrator', 'ticketing.edit-catalogue'),
    ('office-leader', 'ticketing.edit-catalogue'),
    ('shift-leader', 'ticketing.see-alerts'),
    ('office-leader', 'ticketing.see-alerts'),
    ('agent', 'ticketing.see-knowledge'),
    ('dispatcher', 'ticketing.see-knowledge'),
    ('reviewer', 'ticketing.see-knowledge'),
    ('follow-up-agent', 'ticketing.see-knowledge'),
    ('shift-leader', 'ticketing.see-knowledge'),
    ('editor', 'ticketing.see-knowledge'),
    ('office-leader', 'ticketing.see-knowledge'),
    ('unit-clerk', 'ticketing.see-knowledge'),
    ('unit-leader', 'ticketing.see-knowledge'),
    ('unit-clerk', 'ticketing.write-knowledge'),
    ('unit-leader', 'ticketing.write-knowledge'),
    ('reviewer', 'ticketing.review-knowledge'),
    ('office-leader', 'ticketing.review-knowledge'),
    ('unit-leader', 'ticketing.edit-duty'),
    ('shift-leader', 'ticketing.edit-duty'),
    ('office-leader', 'ticketing.edit-duty'),
    ('unit-clerk', 'ticketing.see-duty'),
    ('unit-leader', 'ticketing.see-duty'),
    ('dispatcher', 'ticketing.see-duty'),
    ('reviewer', 'ticketing.see-duty'),
    ('shift-leader', 'ticketing.see-duty'),
    ('office-leader', 'ticketing.see-duty')
on conflict do nothing;

insert into office.role (name, title) values
    ('quality-inspector', '质检员')
on conflict do nothing;

insert into office.role_right (role, granted) values
    ('quality-inspector', 'ticketing.see'),
    ('quality-inspector', 'ticketing.inspect'),
    ('quality-inspector', 'telephony.listen-recordings'),
    ('quality-inspector', 'telephony.see-calls'),
    ('shift-leader', 'ticketing.inspect'),
    ('office-leader', 'ticketing.inspect')
on conflict do nothing;
