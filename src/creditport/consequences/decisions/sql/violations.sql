-- Penalties of one subject in a span of days, held or shown, withdrawn and annulled ones left out; newest first.
SELECT record.key, coalesce(record.content ->> 'violation_type', ''),
       coalesce(record.content ->> 'document_number', ''), record.decided_on,
       (ARRAY['minor', 'general', 'serious'])[record.severity]
FROM foundation_record AS record
WHERE record.subject_id = %(subject)s AND record.item = 'penalty' AND record.state = 'in-force'
  AND record.decided_on >= %(since)s AND record.decided_on <= %(until)s
  AND (%(kind)s = '' OR strpos(coalesce(record.content ->> 'violation_type', ''), %(kind)s) > 0)
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version)
ORDER BY record.decided_on DESC, record.key
