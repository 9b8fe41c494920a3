-- The names a subject no longer bears, the latest first.
SELECT name, until FROM public_subject_name
WHERE subject_id = %(id)s AND kind = 'former' ORDER BY until DESC NULLS LAST, id DESC;
