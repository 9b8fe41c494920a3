-- Tell the subjects of these records that they are no longer published.
INSERT INTO consequences_message (subject_id, agency, kind, about_kind, about_id, reference, text, at, read_by)
SELECT record.subject_id, '', 'publicity-ended', 'record', record.key::text,
       left(coalesce(record.content ->> 'document_number', ''), 128), '', %(at)s, ''
FROM foundation_record AS record
WHERE record.key = ANY (%(keys)s::uuid[]) AND record.subject_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.key
