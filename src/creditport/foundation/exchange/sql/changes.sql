-- Changes by commit after a reader's place: the latest version of each record that was, or may now be, shown.
-- A version that joins nobody any more, or a person, takes back what was shown before.
SELECT record.transaction::text AS transaction, record.id,
       CASE WHEN visible.now AND before.shown THEN 'amended'
            WHEN visible.now THEN 'published'
            WHEN visible.ever THEN 'ended'
            ELSE 'withdrawn' END AS change,
       record.recorded_at, record.reason,
       record.key, record.version, record.item, record.agency, record.severity,
       record.decided_on, record.valid_until, record.content, record.public_from, record.repair_opens_on,
       record.public_until
FROM foundation_record AS record
LEFT JOIN subjects_subject AS subject ON subject.id = record.subject_id
CROSS JOIN LATERAL (
    SELECT open.ever, open.ever AND (record.public_until IS NULL OR record.public_until > %(today)s) AS now
    FROM (SELECT record.shown AND coalesce(subject.kind <> 'person', false) AS ever) AS open
) AS visible
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM foundation_record AS earlier
                   JOIN subjects_subject AS whose ON whose.id = earlier.subject_id AND whose.kind <> 'person'
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
