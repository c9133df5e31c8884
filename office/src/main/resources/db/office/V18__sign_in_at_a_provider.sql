-- Who signs in at a provider of identities instead of by a password here.
alter table office.person
    -- as whom the provider knows the person; nobody else is found by it
    add column oidc_subject text unique check (length(oidc_subject) between 1 and 255);

alter table office.session
    -- the sealed ID token of a sign-in at the provider, which takes it back at the sign-out; null: by a password
    add column provider_token bytea,
    -- what the browser calls itself, for whoever looks where he is signed in
    add column client         text not null default '';

create index session_of_person on office.session (person);
