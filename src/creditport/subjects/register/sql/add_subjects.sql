-- New subjects from the temporary table `arriving_subject`, with identifier, name and status; one statement, any number.
-- arriving_subject(id bigint, kind, uscc, name, county_code, county_source, status, registered_on date, scheme, value,
-- check_passed bool, name_kind, grams int[], initials): ids drawn beforehand from subjects_subject_id_seq; uscc null
-- unless scheme is uscc; persons have name '' and are told by scheme person-index.
-- Parameters: at (timestamptz), submission (bigint or null).
WITH subject AS (
    INSERT INTO subjects_subject (id, kind, uscc, name, county_code, county_source, status, registered_on,
                                  first_submission_id, changed_at)
    SELECT id, kind, uscc, name, county_code, county_source, status, registered_on, %(submission)s, %(at)s
    FROM arriving_subject
    RETURNING id
), identifier AS (
    INSERT INTO subjects_subjectidentifier (subject_id, scheme, value, check_passed, since)
    SELECT id, scheme, value, check_passed, registered_on FROM arriving_subject WHERE value <> ''
)
INSERT INTO subjects_subjectname (subject_id, name, kind, since, grams, initials)
SELECT id, name, name_kind, registered_on, grams, initials FROM arriving_subject WHERE name <> '';
