"""Natural persons: no purpose, no rows. Row-level security that binds the owner of the table too.

A person's row can be read only in a transaction that has opened an access: `creditport.access` names an
`AccessOpening` that this same transaction wrote, for this subject or for any. The number of the transaction is set
here, so that an opening of yesterday, or of another connection, opens nothing. Openings are append-only.

Openings themselves can be read by their own transaction, by the person they are about (`creditport.reader` = subject
id, set by `persons.queries.accesses_of`) and by auditors (`creditport.reader` = auditor).
"""

from django.db import migrations

PURPOSE = """
CREATE OR REPLACE FUNCTION creditport_stamp_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.transaction := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER subjects_access_stamp BEFORE INSERT ON subjects_accessopening
    FOR EACH ROW EXECUTE FUNCTION creditport_stamp_access();
CREATE TRIGGER subjects_access_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON subjects_accessopening
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
REVOKE UPDATE, DELETE ON subjects_accessopening FROM creditport_app;

ALTER TABLE subjects_accessopening ENABLE ROW LEVEL SECURITY;
ALTER TABLE subjects_accessopening FORCE ROW LEVEL SECURITY;
CREATE POLICY subjects_access_write ON subjects_accessopening FOR INSERT WITH CHECK (true);
CREATE POLICY subjects_access_read ON subjects_accessopening FOR SELECT USING (
    transaction = pg_current_xact_id_if_assigned()::text::bigint
    OR current_setting('creditport.reader', true) = 'auditor'
    OR current_setting('creditport.reader', true) = subject_id::text
);

ALTER TABLE subjects_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE subjects_person FORCE ROW LEVEL SECURITY;
CREATE POLICY subjects_person_add ON subjects_person FOR INSERT WITH CHECK (true);
CREATE POLICY subjects_person_read ON subjects_person FOR SELECT USING (EXISTS (
    SELECT FROM subjects_accessopening AS opening
    WHERE opening.id::text = current_setting('creditport.access', true)
      AND opening.transaction = pg_current_xact_id_if_assigned()::text::bigint
      AND (opening.subject_id IS NULL OR opening.subject_id = subjects_person.subject_id)
));
CREATE POLICY subjects_person_amend ON subjects_person FOR UPDATE USING (EXISTS (
    SELECT FROM subjects_accessopening AS opening
    WHERE opening.id::text = current_setting('creditport.access', true)
      AND opening.transaction = pg_current_xact_id_if_assigned()::text::bigint
      AND (opening.subject_id IS NULL OR opening.subject_id = subjects_person.subject_id)
));
REVOKE DELETE ON subjects_person FROM creditport_app;
"""

UNDO = """
DROP POLICY IF EXISTS subjects_person_amend ON subjects_person;
DROP POLICY IF EXISTS subjects_person_read ON subjects_person;
DROP POLICY IF EXISTS subjects_person_add ON subjects_person;
ALTER TABLE subjects_person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE subjects_person DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS subjects_access_read ON subjects_accessopening;
DROP POLICY IF EXISTS subjects_access_write ON subjects_accessopening;
ALTER TABLE subjects_accessopening NO FORCE ROW LEVEL SECURITY;
ALTER TABLE subjects_accessopening DISABLE ROW LEVEL SECURITY;
DROP TRIGGER IF EXISTS subjects_access_append_only ON subjects_accessopening;
DROP TRIGGER IF EXISTS subjects_access_stamp ON subjects_accessopening;
DROP FUNCTION IF EXISTS creditport_stamp_access();
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_names_are_found"), ("kernel", "0003_audit_chain")]
    operations = [migrations.RunSQL(PURPOSE, UNDO)]
