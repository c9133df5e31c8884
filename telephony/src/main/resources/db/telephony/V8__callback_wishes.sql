-- Wishes to be called back are for people: who tried last, how often that was, and who says that it is done. Each try is in the
-- office's audit.

alter table telephony.callback_wish
    add tries    integer not null default 0 check (tries >= 0),
    add tried_at timestamptz,
    add tried_by uuid,
    add done_at  timestamptz,
    add done_by  uuid,
    add check ((tried_at is null) = (tried_by is null)),
    add check ((done_at is null) = (done_by is null));

create index callback_wish_open on telephony.callback_wish (hotline, wished_at) where done_at is null;

-- Who left a message is called back as well.
insert into telephony.callback_wish (call, hotline, wished_at)
    select call, hotline, taken_at from telephony.message
    on conflict do nothing;

insert into office.role_right (role, granted) values
    ('agent', 'telephony.call-back'),
    ('shift-leader', 'telephony.call-back')
on conflict do nothing;
