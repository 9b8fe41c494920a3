-- The latest version of every record of one subject.
SELECT /*columns*/ FROM foundation_record AS record
WHERE record.subject_id = %(subject)s
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.decided_on DESC, record.id DESC
