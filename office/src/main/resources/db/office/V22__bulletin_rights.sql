-- Who sees an edition of a bulletin, checks and signs it, enters scores and objects, in the roles that an office starts with.

insert into office.role_right (role, granted) values
    ('editor', 'bulletin.see'),
    ('reviewer', 'bulletin.see'),
    ('office-leader', 'bulletin.see'),
    ('editor', 'bulletin.enter'),
    ('inspectorate', 'bulletin.enter'),
    ('reviewer', 'bulletin.check'),
    ('office-leader', 'bulletin.check'),
    ('office-leader', 'bulletin.sign'),
    ('unit-clerk', 'bulletin.object'),
    ('unit-leader', 'bulletin.object')
on conflict do nothing;
