-- Applied measures of one subject whose time has come and not gone, with what is wrong with their basis today.
SELECT id, subject_id, measure, list_entry_id, record_key, severity, instrument, article, agency, document_number,
       starts_on, until, paused, basis_fault
FROM consequences_measure_standing
WHERE subject_id = %(subject)s
ORDER BY starts_on, id
