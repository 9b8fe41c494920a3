-- Records that a single act stopped showing in a span of time, with the act, the decision and the application behind it.
SELECT record.key, record.version, record.cause, record.reason, record.recorded_at, record.agency, record.subject_id,
       told.actor_kind, told.actor_name, decision.id, application.opened_by, opening.actor_kind, application.opened_at
FROM foundation_record AS record
JOIN foundation_record AS earlier
    ON earlier.key = record.key AND earlier.version = record.version - 1 AND earlier.shown
LEFT JOIN foundation_submission AS submission ON submission.id = record.submission_id
LEFT JOIN LATERAL (
    SELECT entry.actor_kind, entry.actor_name FROM kernel_auditentry AS entry
    WHERE entry.object_kind = 'record' AND entry.object_id = record.key::text
      AND entry.act = 'record.' || record.cause AND (entry.details ->> 'version')::int = record.version
    ORDER BY entry.id LIMIT 1
) AS told ON true
LEFT JOIN consequences_repairdecision AS decision
    ON decision.record_key = record.key AND decision.record_version = record.version AND decision.kind = 'granted'
LEFT JOIN engines_case AS application ON application.id = decision.case_id
LEFT JOIN engines_caseevent AS opening ON opening.case_id = application.id AND opening.act = 'open'
WHERE record.adverse AND NOT record.shown
  AND record.recorded_at >= %(since)s AND record.recorded_at < %(until)s
  AND (record.submission_id = earlier.submission_id OR submission.id IS NULL)
ORDER BY record.recorded_at, record.id
