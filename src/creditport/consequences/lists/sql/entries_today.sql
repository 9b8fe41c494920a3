-- The lists one subject is on today, as the view decides it by day and basis.
SELECT id, subject_id, list_id, form, agency, instrument, article, decision_number, decided_on, in_force_from, ends_on,
       record_key
FROM consequences_entry_today
WHERE subject_id = %(subject)s
ORDER BY in_force_from, id
