"""Names and identifiers belong to subjects that exist: asked once for all rows of a statement, not once a row.

A foreign key queues an event for each row and answers it at the end of the transaction; of a file that makes two
hundred thousand subjects that takes longer than writing their names. The same is refused here, by one join.
"""

from __future__ import annotations

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION creditport_subjects_exist() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE missing bigint;
BEGIN
    SELECT written.subject_id INTO missing FROM written
    WHERE NOT EXISTS (SELECT FROM subjects_subject AS subject WHERE subject.id = written.subject_id) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('there is no subject %s', missing);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION creditport_subjects_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM gone JOIN subjects_subjectname AS held ON held.subject_id = gone.id)
       OR EXISTS (SELECT FROM gone JOIN subjects_subjectidentifier AS held ON held.subject_id = gone.id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a subject with names or identifiers stays';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER subjects_name_of_a_subject AFTER INSERT ON subjects_subjectname
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION creditport_subjects_exist();
CREATE TRIGGER subjects_name_stays_of_a_subject AFTER UPDATE ON subjects_subjectname
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION creditport_subjects_exist();
CREATE TRIGGER subjects_identifier_of_a_subject AFTER INSERT ON subjects_subjectidentifier
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION creditport_subjects_exist();
CREATE TRIGGER subjects_identifier_stays_of_a_subject AFTER UPDATE ON subjects_subjectidentifier
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION creditport_subjects_exist();
CREATE TRIGGER subjects_subject_stays AFTER DELETE ON subjects_subject
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION creditport_subjects_stay();
"""
BACKWARD = """
DROP TRIGGER subjects_subject_stays ON subjects_subject;
DROP TRIGGER subjects_identifier_stays_of_a_subject ON subjects_subjectidentifier;
DROP TRIGGER subjects_identifier_of_a_subject ON subjects_subjectidentifier;
DROP TRIGGER subjects_name_stays_of_a_subject ON subjects_subjectname;
DROP TRIGGER subjects_name_of_a_subject ON subjects_subjectname;
DROP FUNCTION creditport_subjects_stay();
DROP FUNCTION creditport_subjects_exist();
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0006_names_are_flushed")]

    operations = [
        migrations.AlterField(
            model_name="subjectname",
            name="subject",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,  # the index of the names that are given once begins with it
                on_delete=models.PROTECT,
                related_name="names",
                to="subjects.subject",
            ),
        ),
        migrations.AlterField(
            model_name="subjectidentifier",
            name="subject",
            field=models.ForeignKey(
                db_constraint=False, on_delete=models.PROTECT, related_name="identifiers", to="subjects.subject"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
