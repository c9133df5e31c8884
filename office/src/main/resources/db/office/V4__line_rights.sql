-- Who switches the lines, hears messages, and brings or approves that a caller is malicious, in the roles an office starts with.

insert into office.role_right (role, granted) values
    ('shift-leader', 'telephony.switch-lines'),
    ('shift-leader', 'telephony.hear-messages'),
    ('shift-leader', 'telephony.propose-unwelcome'),
    ('shift-leader', 'telephony.approve-unwelcome'),
    ('administrator', 'telephony.approve-unwelcome'),
    ('dispatcher', 'telephony.hear-messages')
on conflict do nothing;
