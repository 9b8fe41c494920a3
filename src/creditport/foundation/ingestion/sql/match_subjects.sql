-- Which subjects hold these identifiers now.
SELECT held.scheme, held.value, held.subject_id, subject.name
FROM unnest(%s::text[], %s::text[]) AS wanted(scheme, value)
JOIN subjects_subjectidentifier AS held
  ON held.scheme = wanted.scheme AND held.value = wanted.value AND held.until IS NULL
JOIN subjects_subject AS subject ON subject.id = held.subject_id;
