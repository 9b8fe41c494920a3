-- What is known of subjects on a day, as far as a scenario may see it, and the snapshot it was read from.
SELECT subject.id, subject.uscc, subject.name, subject.kind,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', entry.id, 'list', entry.list_id, 'agency', entry.agency, 'number', entry.decision_number,
                   'instrument', entry.instrument, 'article', entry.article, 'since', entry.in_force_from,
                   'until', entry.ends_on) ORDER BY entry.id), '[]')
        FROM consequences_listentry AS entry
        WHERE entry.subject_id = subject.id AND entry.state = 'in-force' AND entry.list_id = ANY (%(lists)s)
          AND entry.in_force_from <= %(day)s AND (entry.ends_on IS NULL OR %(day)s < entry.ends_on)) AS entries,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'id', applied.id, 'measure', applied.measure, 'entry', applied.list_entry_id,
                   'list', entry.list_id, 'record', applied.record_key, 'severity', applied.severity,
                   'instrument', applied.instrument, 'article', applied.article, 'agency', applied.agency,
                   'number', applied.document_number, 'since', applied.starts_on, 'until', applied.until)
                   ORDER BY applied.id), '[]')
        FROM consequences_measureapplication AS applied
        LEFT JOIN consequences_listentry AS entry ON entry.id = applied.list_entry_id
        WHERE applied.subject_id = subject.id AND applied.measure = ANY (%(measures)s)
          AND applied.starts_on <= %(day)s AND (applied.until IS NULL OR %(day)s < applied.until)
          AND (applied.list_entry_id IS NULL
               OR entry.state = 'in-force' AND (entry.ends_on IS NULL OR %(day)s < entry.ends_on))
          AND NOT EXISTS (SELECT FROM consequences_measureevent AS event
                          WHERE event.application_id = applied.id AND event.act = 'ended' AND event.on <= %(day)s)
          AND coalesce((SELECT event.act FROM consequences_measureevent AS event
                        WHERE event.application_id = applied.id AND event.act <> 'feedback' AND event.on <= %(day)s
                        ORDER BY event.id DESC LIMIT 1), '') <> 'paused') AS applied,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'key', record.key, 'version', record.version, 'item', record.item,
                   'severity', (ARRAY['minor', 'general', 'serious'])[record.severity], 'agency', record.agency,
                   'number', record.content ->> 'document_number', 'decided_on', record.decided_on,
                   'until', record.public_until) ORDER BY record.decided_on, record.key), '[]')
        FROM foundation_record AS record
        WHERE record.subject_id = subject.id AND record.item = ANY (%(items)s) AND record.adverse AND record.shown
          AND record.state = 'in-force' AND record.public_from <= %(day)s
          AND (record.public_until IS NULL OR %(day)s < record.public_until)
          AND NOT EXISTS (SELECT FROM foundation_record AS newer
                          WHERE newer.key = record.key AND newer.version > record.version)) AS records,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'kind', pending.type_id, 'about', pending.about_kind, 'id', pending.about_id,
                   'since', pending.opened_on) ORDER BY pending.id), '[]')
        FROM engines_case AS pending
        WHERE pending.subject_id = subject.id AND pending.closed_at IS NULL
          AND pending.type_id = ANY (%(pending)s)) AS pending,
       pg_current_snapshot()::text AS snapshot
FROM subjects_subject AS subject
WHERE /*which*/
ORDER BY subject.id
