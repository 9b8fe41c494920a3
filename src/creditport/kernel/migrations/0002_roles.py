"""The database's own roles: what the application may do, and what the public site may see."""

from django.db import migrations

ROLES = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'creditport_app') THEN
        CREATE ROLE creditport_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'creditport_public') THEN
        CREATE ROLE creditport_public NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of the same server made them at this moment
END $$;

-- The owner must be able to take either role; a superuser can already. Who makes a role is a member of it, but may
-- not take it (since PostgreSQL 16).
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'creditport_app', 'SET') OR NOT pg_has_role(current_user, 'creditport_public', 'SET') THEN
        EXECUTE format('GRANT creditport_app, creditport_public TO %I', current_user);
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO creditport_app, creditport_public;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO creditport_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO creditport_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO creditport_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO creditport_app;

-- Append-only tables call this for update, delete and truncate: refused to every role, the owner too.
CREATE OR REPLACE FUNCTION creditport_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Write a new version or entry instead.';
END $$;

-- The civil day in Hainan. The public role always gets the server's clock; others may set creditport.day
-- (SET LOCAL) to ask for another day, which as-of questions and tests do.
CREATE OR REPLACE FUNCTION creditport_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN current_user = 'creditport_public'
                     OR coalesce(current_setting('creditport.day', true), '') = ''
                THEN (now() AT TIME ZONE 'Asia/Shanghai')::date
                ELSE current_setting('creditport.day', true)::date END
$$;
"""

UNDO = """
DROP FUNCTION IF EXISTS creditport_day();
DROP FUNCTION IF EXISTS creditport_refuse_change() CASCADE;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM creditport_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM creditport_app;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(ROLES, UNDO)]
