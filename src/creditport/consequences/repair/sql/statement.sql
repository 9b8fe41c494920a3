-- What is said of a subject under a court's protection now.
SELECT court, ruling_number, ruled_on, since, planned_until FROM public_protection
WHERE subject_id = %(subject)s AND ended_on IS NULL
