"""Records are append-only, and the public role sees only what may be shown today.

The views decide by law and date when they are read; no job has to have run. The public role has no right on any
table, so that a page or API of the public sites cannot show a held record by mistake.
"""

from django.db import migrations

VIEWS = """
CREATE TRIGGER foundation_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON foundation_record
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
REVOKE UPDATE, DELETE ON foundation_record FROM creditport_app;

CREATE VIEW public_subject AS
    SELECT id, kind, uscc, name, county_code, county_source, status, registered_on
    FROM subjects_subject
    WHERE kind <> 'person';

CREATE VIEW public_subject_name AS
    SELECT names.id, names.subject_id, names.name, names.kind, names.since, names.until, names.grams,
           names.initials, names.normal
    FROM subjects_subjectname AS names;

-- A record shows if its latest version is in force and shown, today lies in its publicity, and its subject is
-- not a natural person. `held` and `sealed` are not in the view at all.
CREATE VIEW public_record AS
    SELECT record.id, record.key, record.version, record.cause, record.item, record.adverse, record.subject_id,
           record.agency, record.severity, record.decided_on, record.valid_until, record.content, record.rules,
           record.public_from, record.repair_opens_on, record.public_until, record.recorded_at,
           record.submission_id, record.row_number
    FROM foundation_record AS record
    JOIN subjects_subject AS subject ON subject.id = record.subject_id AND subject.kind <> 'person'
    WHERE record.shown
      AND record.state = 'in-force'
      AND record.public_from <= creditport_day()
      AND (record.public_until IS NULL OR creditport_day() < record.public_until)
      AND NOT EXISTS (SELECT FROM foundation_record AS newer
                      WHERE newer.key = record.key AND newer.version > record.version);

GRANT SELECT ON public_subject, public_subject_name, public_record TO creditport_public, creditport_app;
"""

UNDO = """
DROP VIEW IF EXISTS public_record;
DROP VIEW IF EXISTS public_subject_name;
DROP VIEW IF EXISTS public_subject;
DROP TRIGGER IF EXISTS foundation_record_append_only ON foundation_record;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0001_initial"),
        ("subjects", "0002_names_are_found"),
        ("kernel", "0003_audit_chain"),
    ]
    operations = [migrations.RunSQL(VIEWS, UNDO)]
