-- Changes by commit after a reader's place: the latest version of each record that was, or may now be, shown.
SELECT record.transaction::text AS transaction, record.id,
       CASE WHEN visible.now AND before.shown THEN 'amended'
            WHEN visible.now THEN 'published'
            WHEN record.shown THEN 'ended'
            ELSE 'withdrawn' END AS change,
       record.recorded_at, record.reason,
       record.key, record.version, record.item, record.agency, record.severity,
       record.decided_on, record.valid_until, record.content, record.public_from, record.repair_opens_on,
       record.public_until
FROM foundation_record AS record
JOIN subjects_subject AS subject ON subject.id = record.subject_id AND subject.kind <> 'person'
CROSS JOIN LATERAL (
    SELECT record.shown AND (record.public_until IS NULL OR record.public_until > %(today)s) AS now
) AS visible
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM foundation_record AS earlier
                   WHERE earlier.key = record.key AND earlier.version < record.version AND earlier.shown) AS shown
) AS before
WHERE (record.transaction, record.id) > (%(transaction)s::xid8, %(record)s)
  AND record.transaction < pg_snapshot_xmin(pg_current_snapshot())
  AND (visible.now OR before.shown)
  AND NOT EXISTS (SELECT FROM foundation_record AS newer
                  WHERE newer.key = record.key AND newer.version > record.version
                    AND newer.transaction < pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY record.transaction, record.id
LIMIT %(limit)s
