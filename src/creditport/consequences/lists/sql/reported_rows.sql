-- The versions one submission wrote that are still the latest of their key, with the kind of their subject.
SELECT record.id, record.key, record.item, record.agency, record.subject_id, subject.kind, record.state, record.reason,
       record.decided_on, record.valid_until, record.content, record.held
FROM foundation_record AS record
LEFT JOIN subjects_subject AS subject ON subject.id = record.subject_id
WHERE record.submission_id = %(submission)s
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.row_number
