-- Applied measures that stopped because their basis died, by agency.
SELECT id, subject_id, measure, list_entry_id, record_key, severity, instrument, article, agency, document_number,
       starts_on, until, paused, basis_fault
FROM consequences_measure_standing
WHERE basis_fault IS NOT NULL
ORDER BY agency, starts_on, id
