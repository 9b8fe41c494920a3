"""The audit log chains itself: a trigger numbers and links every entry, and the log refuses change.

Canonical text of an entry, joined by U+001F: id, instant as microseconds since 1970 (UTC), actor kind, actor name,
agency, act, object kind, object id, details as PostgreSQL prints jsonb. digest = SHA-256(previous || text in UTF-8).
The first entry's previous is 32 zero bytes. `kernel_audithead` keeps count and digest of the last entry: cutting off
the tail is found too. Its row lock puts concurrent writers in order, and makes the numbers gapless.
"""

from django.db import migrations

CHAIN = """
CREATE TABLE kernel_audithead (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    entries bigint NOT NULL,
    digest bytea NOT NULL
);
INSERT INTO kernel_audithead (entries, digest) VALUES (0, decode(repeat('00', 32), 'hex'));
REVOKE INSERT, UPDATE, DELETE ON kernel_audithead FROM creditport_app;

CREATE OR REPLACE FUNCTION creditport_audit_text(entry kernel_auditentry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws(chr(31), entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor_kind,
                     entry.actor_name, entry.agency, entry.act, entry.object_kind, entry.object_id, entry.details)
$$;

CREATE OR REPLACE FUNCTION creditport_audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    head kernel_audithead;
BEGIN
    SELECT * INTO STRICT head FROM kernel_audithead FOR UPDATE;
    NEW.id := head.entries + 1;
    NEW.previous := head.digest;
    NEW.digest := sha256(NEW.previous || convert_to(creditport_audit_text(NEW), 'UTF8'));
    UPDATE kernel_audithead SET entries = NEW.id, digest = NEW.digest;
    RETURN NEW;
END $$;

CREATE TRIGGER kernel_audit_chain BEFORE INSERT ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION creditport_audit_chain();
CREATE TRIGGER kernel_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
REVOKE UPDATE, DELETE ON kernel_auditentry FROM creditport_app;
"""

UNDO = """
DROP TRIGGER IF EXISTS kernel_audit_append_only ON kernel_auditentry;
DROP TRIGGER IF EXISTS kernel_audit_chain ON kernel_auditentry;
DROP FUNCTION IF EXISTS creditport_audit_chain();
DROP FUNCTION IF EXISTS creditport_audit_text(kernel_auditentry);
DROP TABLE IF EXISTS kernel_audithead;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_roles")]
    operations = [migrations.RunSQL(CHAIN, UNDO)]
