-- Who may take the steps of a ticket's whole life, in the roles that an office starts with.

insert into office.role_right (role, granted) values
    ('dispatcher', 'ticketing.remind'),
    ('reviewer', 'ticketing.remind'),
    ('reviewer', 'ticketing.reopen'),
    ('shift-leader', 'ticketing.remind'),
    ('shift-leader', 'ticketing.reopen'),
    ('shift-leader', 'ticketing.void'),
    ('shift-leader', 'ticketing.approve'),
    ('shift-leader', 'ticketing.supervise'),
    ('shift-leader', 'ticketing.sign-off')
on conflict do nothing;

insert into office.role (name, title) values
    ('follow-up-agent', '回访员'),
    ('unit-leader', '承办单位负责人'),
    ('inspectorate', '督查人员'),
    ('office-leader', '热线办负责人')
on conflict do nothing;

insert into office.role_right (role, granted) values
    ('follow-up-agent', 'ticketing.see'),
    ('follow-up-agent', 'ticketing.close'),
    ('follow-up-agent', 'ticketing.reopen'),
    ('follow-up-agent', 'callback.see'),
    ('unit-leader', 'ticketing.handle'),
    ('inspectorate', 'ticketing.see'),
    ('inspectorate', 'ticketing.remind'),
    ('inspectorate', 'ticketing.supervise'),
    ('office-leader', 'ticketing.see'),
    ('office-leader', 'ticketing.dispatch'),
    ('office-leader', 'ticketing.review'),
    ('office-leader', 'ticketing.close'),
    ('office-leader', 'ticketing.reopen'),
    ('office-leader', 'ticketing.remind'),
    ('office-leader', 'ticketing.approve'),
    ('office-leader', 'ticketing.supervise'),
    ('office-leader', 'ticketing.sign-off'),
    ('office-leader', 'ticketing.void'),
    ('office-leader', 'ticketing.override')
on conflict do nothing;
