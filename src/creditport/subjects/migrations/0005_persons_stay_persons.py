"""A person's subject can neither become something that the public site shows, nor get a name in the open register.

What a subject is never changes to or from a person. Names are checked once for each statement, so that a million of
them cost one join.
"""

from django.db import migrations

PERSONS = """
CREATE OR REPLACE FUNCTION creditport_persons_stay_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a person stays a person, and nothing else becomes one'
        USING ERRCODE = 'insufficient_privilege', HINT = 'Register another subject instead.';
END $$;
CREATE TRIGGER subjects_subject_stays_person BEFORE UPDATE OF kind ON subjects_subject
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind AND (OLD.kind = 'person' OR NEW.kind = 'person'))
    EXECUTE FUNCTION creditport_persons_stay_persons();

CREATE OR REPLACE FUNCTION creditport_persons_have_no_open_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM written JOIN subjects_subject AS subject ON subject.id = written.subject_id
               WHERE subject.kind = 'person') THEN
        RAISE EXCEPTION 'a person has no name in the open register'
            USING ERRCODE = 'insufficient_privilege', HINT = 'Keep it sealed, with the person.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER subjects_name_of_no_person AFTER INSERT ON subjects_subjectname
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_persons_have_no_open_name();
CREATE TRIGGER subjects_name_stays_of_no_person AFTER UPDATE ON subjects_subjectname
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_persons_have_no_open_name();
"""

UNDO = """
DROP TRIGGER IF EXISTS subjects_name_stays_of_no_person ON subjects_subjectname;
DROP TRIGGER IF EXISTS subjects_name_of_no_person ON subjects_subjectname;
DROP FUNCTION IF EXISTS creditport_persons_have_no_open_name();
DROP TRIGGER IF EXISTS subjects_subject_stays_person ON subjects_subject;
DROP FUNCTION IF EXISTS creditport_persons_stay_persons();
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0004_mandates")]
    operations = [migrations.RunSQL(PERSONS, UNDO)]
