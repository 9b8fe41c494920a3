-- Latest versions that one agency reported, newest first, for its own search.
SELECT /*columns*/ FROM foundation_record AS record
WHERE record.agency = %(agency)s
  AND (%(item)s::text IS NULL OR record.item = %(item)s)
  AND (%(text)s = '' OR record.content ->> 'document_number' = %(text)s
       OR record.subject_id = (SELECT subject_id FROM subjects_subjectidentifier
                               WHERE scheme = 'uscc' AND value = upper(%(text)s) AND until IS NULL))
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.id DESC
LIMIT %(limit)s
