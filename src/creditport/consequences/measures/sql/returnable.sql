-- Measures that a repair ended which was revoked since, not yet back and not refused, whose ground holds again today;
-- and why the agency itself had let one rest.
SELECT applied.id, coalesce(resting.reason, '')
FROM consequences_measureapplication AS applied
JOIN consequences_measureevent AS ended ON ended.application_id = applied.id AND ended.act = 'ended'
LEFT JOIN consequences_listentry AS entry ON entry.id = applied.list_entry_id
LEFT JOIN LATERAL (
    SELECT record.state, record.shown, record.severity FROM foundation_record AS record
    WHERE record.key = applied.record_key ORDER BY record.version DESC LIMIT 1
) AS record ON true
LEFT JOIN LATERAL (
    SELECT event.act, event.reason, event.by FROM consequences_measureevent AS event
    WHERE event.application_id = applied.id AND event.id < ended.id AND event.act <> 'feedback'
    ORDER BY event.id DESC LIMIT 1
) AS resting ON resting.act = 'paused' AND resting.by <> %(by)s
WHERE applied.subject_id = %(subject)s
  AND ended.reason = %(because)s AND ended.by = %(by)s
  AND (applied.until IS NULL OR applied.until > %(today)s)
  AND NOT EXISTS (SELECT FROM consequences_measureapplication AS back WHERE back.former_id = applied.id)
  AND NOT EXISTS (SELECT FROM consequences_measureevent AS refused
                  WHERE refused.application_id = applied.id AND refused.act = 'feedback' AND refused.id > ended.id
                    AND refused.reason LIKE %(refused)s)
  AND 'revoked' = (SELECT decision.kind FROM consequences_repairdecision AS decision
                   WHERE decision.record_key = coalesce(applied.record_key, entry.record_key)
                     AND decision.kind IN ('granted', 'revoked') ORDER BY decision.id DESC LIMIT 1)
  AND (entry.state = 'in-force' AND (entry.ends_on IS NULL OR entry.ends_on > %(today)s)
       OR record.state = 'in-force' AND record.shown
          AND record.severity = array_position(ARRAY['minor', 'general', 'serious'], applied.severity::text))
ORDER BY applied.id
