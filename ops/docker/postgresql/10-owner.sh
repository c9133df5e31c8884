# At the first start: the hotline's database and the role that owns it. Read by the postgres image and by ours.
# The owner may make roles (one a module) and is no superuser; the superuser keeps no password, so it cannot come in by network.
psql -X -q -v ON_ERROR_STOP=1 -U postgres -d postgres <<'SQL'
\getenv password POSTGRES_PASSWORD
create role hotline_owner login createrole password :'password';
create database hotline owner hotline_owner;
alter role postgres password null;
SQL
