-- Who may listen to recorded talks, in the roles that an office starts with.

insert into office.role_right (role, granted) values
    ('agent', 'telephony.listen-own'),
    ('shift-leader', 'telephony.listen-recordings'),
    ('shift-leader', 'telephony.hold-recordings')
on conflict do nothing;
