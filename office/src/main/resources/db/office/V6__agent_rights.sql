-- Who leads agents (sees and sets their states and skills), and who may listen in on their talks, in the roles that an office starts with.

insert into office.role_right (role, granted) values
    ('shift-leader', 'telephony.lead-agents'),
    ('shift-leader', 'telephony.set-skills'),
    ('shift-leader', 'telephony.listen-in')
on conflict do nothing;
