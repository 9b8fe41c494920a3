-- Subjects whose register says another name now, from `arriving_name(subject_id bigint, name, grams int[], initials)`.
-- The old name becomes a former one that ends on that day. Parameters: at (timestamptz), day (date).
WITH changed AS (
    SELECT arriving.*, subject.name AS old_name
    FROM arriving_name AS arriving JOIN subjects_subject AS subject ON subject.id = arriving.subject_id
    WHERE subject.name <> arriving.name AND subject.kind <> 'person'
), ended AS (
    UPDATE subjects_subjectname AS name SET kind = 'former', until = %(day)s
    FROM changed
    WHERE name.subject_id = changed.subject_id AND name.kind IN ('current', 'reported') AND name.name = changed.old_name
      AND NOT EXISTS (SELECT FROM subjects_subjectname AS former
                      WHERE former.subject_id = name.subject_id AND former.name = name.name AND former.kind = 'former')
), added AS (
    INSERT INTO subjects_subjectname (subject_id, name, kind, since, grams, initials)
    SELECT subject_id, name, 'current', %(day)s, grams, initials FROM changed
    ON CONFLICT (subject_id, name, kind) DO UPDATE SET until = NULL
)
UPDATE subjects_subject AS subject SET name = changed.name, changed_at = %(at)s
FROM changed WHERE subject.id = changed.subject_id;
