-- Former names as the register itself lists them, separated by the usual marks.
INSERT INTO subjects_subjectname (subject_id, name, kind, grams, initials)
SELECT DISTINCT subject_id, left(trim(former_name), 200), 'former', '{}'::integer[], ''
FROM incoming_register, regexp_split_to_table(former, '[,，;；、]') AS former_name
WHERE former IS NOT NULL AND trim(former_name) <> '' AND trim(former_name) <> name
ON CONFLICT (subject_id, name, kind) DO NOTHING
