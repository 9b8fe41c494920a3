-- Measures not ended whose record was withdrawn or has another severity now; of one submission, or of all (null).
SELECT applied.id, record.state = 'withdrawn'
FROM consequences_measureapplication AS applied
JOIN foundation_record AS record ON record.key = applied.record_key
 AND NOT EXISTS (SELECT FROM foundation_record AS newer
                 WHERE newer.key = record.key AND newer.version > record.version)
WHERE (%(submission)s::bigint IS NULL OR record.submission_id = %(submission)s)
  AND (record.state = 'withdrawn'
       OR record.severity IS DISTINCT FROM array_position(ARRAY['minor', 'general', 'serious'], applied.severity::text))
  AND NOT EXISTS (SELECT FROM consequences_measureevent AS ended
                  WHERE ended.application_id = applied.id AND ended.act = 'ended')
ORDER BY applied.id
