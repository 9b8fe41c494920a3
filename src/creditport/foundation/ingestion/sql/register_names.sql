-- A new current name makes the present one a former name; a name reported before is now the registered one.
WITH renamed AS (
    UPDATE subjects_subjectname AS held SET kind = 'former', until = %(day)s
    FROM incoming_register AS incoming
    WHERE held.subject_id = incoming.subject_id AND held.kind = 'current' AND held.name <> incoming.name
      AND incoming.name <> ''
      AND NOT EXISTS (SELECT FROM subjects_subjectname AS former WHERE former.subject_id = held.subject_id
                      AND former.name = held.name AND former.kind = 'former')
), known AS (
    DELETE FROM subjects_subjectname AS held USING incoming_register AS incoming
    WHERE held.subject_id = incoming.subject_id AND held.kind = 'reported' AND held.name = incoming.name
)
INSERT INTO subjects_subjectname (subject_id, name, kind, since, grams, initials)
SELECT subject_id, name, 'current', NULL, grams, initials FROM incoming_register WHERE name <> ''
ON CONFLICT (subject_id, name, kind) DO NOTHING
