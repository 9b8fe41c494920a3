-- What is disputed of one subject now.
SELECT about_kind, about_id, subject_id, marked_at FROM public_dispute WHERE subject_id = %(subject)s
ORDER BY marked_at, about_id
