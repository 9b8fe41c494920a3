"""A record that was repaired or masked stays hidden whatever is written of it; disputes and statements can be seen.

The trigger looks at later versions of adverse records only, so that a first report in bulk pays nothing for it. It
keeps count of whether the record would show, so that a mask can be taken off and everything is as it then would be.
"""

from django.db import migrations

HIDDEN = """
CREATE FUNCTION consequences_keep_hidden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE consequences_hiding SET would_show = NEW.shown WHERE record_key = NEW.key AND ended_at IS NULL;
    IF FOUND THEN
        NEW.shown := false;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_keep_hidden BEFORE INSERT ON foundation_record
    FOR EACH ROW WHEN (NEW.adverse AND NEW.version > 1) EXECUTE FUNCTION consequences_keep_hidden();

CREATE TRIGGER consequences_dutystatement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON consequences_dutystatement FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
CREATE TRIGGER consequences_repairdecision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON consequences_repairdecision FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
CREATE TRIGGER consequences_repairbar_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON consequences_repairbar FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
REVOKE UPDATE, DELETE ON consequences_dutystatement, consequences_repairdecision, consequences_repairbar
    FROM creditport_app;
REVOKE DELETE ON consequences_hiding, consequences_protection, consequences_objection FROM creditport_app;

-- What is disputed now, of subjects that are no natural persons.
CREATE OR REPLACE VIEW public_dispute AS
    SELECT objection.about_kind, objection.about_id, objection.subject_id, objection.marked_at
    FROM consequences_objection AS objection
    JOIN subjects_subject AS subject ON subject.id = objection.subject_id AND subject.kind <> 'person'
    WHERE objection.unmarked_at IS NULL;

-- The statement of a subject under a court's protection, or that has carried out its plan.
CREATE VIEW public_protection AS
    SELECT protection.subject_id, protection.court, protection.ruling_number, protection.ruled_on,
           protection.since, protection.planned_until, protection.ended_on
    FROM consequences_protection AS protection
    JOIN subjects_subject AS subject ON subject.id = protection.subject_id AND subject.kind <> 'person'
    WHERE protection.ending <> 'failed';

GRANT SELECT ON public_dispute, public_protection TO creditport_public, creditport_app;
"""

UNDO = """
DROP VIEW IF EXISTS public_protection;
CREATE OR REPLACE VIEW public_dispute AS
    SELECT ''::varchar(16) AS about_kind, ''::varchar(64) AS about_id, 0::bigint AS subject_id,
           now()::timestamptz AS marked_at
    WHERE false;
DROP TRIGGER IF EXISTS consequences_repairbar_append_only ON consequences_repairbar;
DROP TRIGGER IF EXISTS consequences_repairdecision_append_only ON consequences_repairdecision;
DROP TRIGGER IF EXISTS consequences_dutystatement_append_only ON consequences_dutystatement;
DROP TRIGGER IF EXISTS consequences_keep_hidden ON foundation_record;
DROP FUNCTION IF EXISTS consequences_keep_hidden();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consequences", "0003_repair_objections"),
        ("foundation", "0007_disputes_show"),
        ("kernel", "0003_audit_chain"),
        ("subjects", "0001_initial"),
    ]
    operations = [migrations.RunSQL(HIDDEN, UNDO)]
