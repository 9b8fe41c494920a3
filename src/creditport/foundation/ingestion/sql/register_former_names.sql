-- Former names as the register itself lists them; they are found by the search like any other.
INSERT INTO subjects_subjectname (subject_id, name, kind, grams, initials)
SELECT DISTINCT ON (former.subject_id, former.name) former.subject_id, former.name, 'former', former.grams,
       former.initials
FROM incoming_former_name AS former JOIN incoming_register AS register USING (subject_id)
WHERE former.name <> register.name
ON CONFLICT (subject_id, name, kind) DO NOTHING
