-- The same facts as a decision saw them: only rows whose transaction was over in its snapshot, or its own earlier ones
-- (a snapshot does not count its own transaction as running, so that is asked first).
WITH seen_entry AS (
    SELECT DISTINCT ON (version.entry_id) version.*
    FROM consequences_listentryversion AS version
    WHERE version.subject_id = %(subject)s
      AND CASE WHEN version.transaction = %(own)s::xid8 THEN version.changed_at <= %(at)s
           ELSE pg_visible_in_snapshot(version.transaction, %(snapshot)s::pg_snapshot) END
    ORDER BY version.entry_id, version.version DESC
), seen_event AS (
    SELECT event.*
    FROM consequences_measureevent AS event
    JOIN consequences_measureapplication AS applied ON applied.id = event.application_id
    WHERE applied.subject_id = %(subject)s AND event.on <= %(day)s
      AND CASE WHEN event.transaction = %(own)s::xid8 THEN event.at <= %(at)s
           ELSE pg_visible_in_snapshot(event.transaction, %(snapshot)s::pg_snapshot) END
), seen_record AS (
    SELECT DISTINCT ON (record.key) record.*
    FROM foundation_record AS record
    WHERE record.subject_id = %(subject)s AND record.item = ANY (%(items)s)
      AND CASE WHEN record.transaction = %(own)s::xid8 THEN record.recorded_at <= %(at)s
           ELSE pg_visible_in_snapshot(record.transaction, %(snapshot)s::pg_snapshot) END
    ORDER BY record.key, record.version DESC
)
SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', seen.entry_id, 'list', seen.entry ->> 'list_id', 'agency', seen.entry ->> 'agency',
                   'number', seen.entry ->> 'decision_number', 'instrument', seen.entry ->> 'instrument',
                   'article', seen.entry ->> 'article', 'since', seen.entry -> 'in_force_from',
                   'until', seen.entry -> 'ends_on') ORDER BY seen.entry_id), '[]')
        FROM seen_entry AS seen
        WHERE seen.state = 'in-force' AND seen.entry ->> 'list_id' = ANY (%(lists)s)
          AND (seen.entry ->> 'in_force_from')::date <= %(day)s
          AND (seen.entry ->> 'ends_on' IS NULL OR %(day)s < (seen.entry ->> 'ends_on')::date)) AS entries,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', applied.id, 'measure', applied.measure, 'entry', applied.list_entry_id,
                   'list', seen.entry ->> 'list_id', 'record', applied.record_key, 'severity', applied.severity,
                   'instrument', applied.instrument, 'article', applied.article, 'agency', applied.agency,
                   'number', applied.document_number, 'since', applied.starts_on, 'until', applied.until)
                   ORDER BY applied.id), '[]')
        FROM consequences_measureapplication AS applied
        LEFT JOIN seen_entry AS seen ON seen.entry_id = applied.list_entry_id
        WHERE applied.subject_id = %(subject)s AND applied.measure = ANY (%(measures)s)
          AND CASE WHEN applied.transaction = %(own)s::xid8 THEN applied.applied_at <= %(at)s
           ELSE pg_visible_in_snapshot(applied.transaction, %(snapshot)s::pg_snapshot) END
          AND applied.starts_on <= %(day)s AND (applied.until IS NULL OR %(day)s < applied.until)
          AND (applied.list_entry_id IS NULL OR seen.state = 'in-force' AND (
               seen.entry ->> 'ends_on' IS NULL OR %(day)s < (seen.entry ->> 'ends_on')::date))
          AND NOT EXISTS (SELECT FROM seen_event AS event
                          WHERE event.application_id = applied.id AND event.act = 'ended')
          AND coalesce((SELECT event.act FROM seen_event AS event
                        WHERE event.application_id = applied.id AND event.act <> 'feedback'
                        ORDER BY event.id DESC LIMIT 1), '') <> 'paused') AS applied,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'key', seen.key, 'version', seen.version, 'item', seen.item,
                   'severity', (ARRAY['minor', 'general', 'serious'])[seen.severity], 'agency', seen.agency,
                   'number', seen.content ->> 'document_number', 'decided_on', seen.decided_on,
                   'until', seen.public_until) ORDER BY seen.decided_on, seen.key), '[]')
        FROM seen_record AS seen
        WHERE seen.adverse AND seen.shown AND seen.state = 'in-force' AND seen.public_from <= %(day)s
          AND (seen.public_until IS NULL OR %(day)s < seen.public_until)) AS records
