"""The facts of a decision by one function, whose plan is made once for each connection.

Planned anew for each call, the statement costs ten times what it takes to run; sessions of the application plan anew
on purpose (the search needs it), so that the function says otherwise for itself. Either codes or ids are wanted.
"""

from django.db import migrations

FACTS = """
CREATE FUNCTION creditport_facts(wanted_codes text[], wanted_ids bigint[], on_day date, seen_lists text[],
                                 seen_items text[], seen_measures text[], seen_pending text[])
RETURNS TABLE (subject_id bigint, uscc text, name text, kind text, entries jsonb, applied jsonb, records jsonb,
               pending jsonb, snapshot text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT subject.id, subject.uscc::text, subject.name::text, subject.kind::text,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', entry.id, 'list', entry.list_id, 'agency', entry.agency, 'number', entry.decision_number,
                       'instrument', entry.instrument, 'article', entry.article, 'since', entry.in_force_from,
                       'until', entry.ends_on) ORDER BY entry.id), '[]')
            FROM consequences_listentry AS entry
            WHERE entry.subject_id = subject.id AND entry.state = 'in-force' AND entry.list_id = ANY (seen_lists)
              AND entry.in_force_from <= on_day AND (entry.ends_on IS NULL OR on_day < entry.ends_on)) AS entries,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', applied.id, 'measure', applied.measure, 'entry', applied.list_entry_id,
                       'list', entry.list_id, 'record', applied.record_key, 'severity', applied.severity,
                       'instrument', applied.instrument, 'article', applied.article, 'agency', applied.agency,
                       'number', applied.document_number, 'since', applied.starts_on, 'until', applied.until)
                       ORDER BY applied.id), '[]')
            FROM consequences_measureapplication AS applied
            LEFT JOIN consequences_listentry AS entry ON entry.id = applied.list_entry_id
            WHERE applied.subject_id = subject.id AND applied.measure = ANY (seen_measures)
              AND applied.starts_on <= on_day AND (applied.until IS NULL OR on_day < applied.until)
              AND (applied.list_entry_id IS NULL
                   OR entry.state = 'in-force' AND (entry.ends_on IS NULL OR on_day < entry.ends_on))
              AND NOT EXISTS (SELECT FROM consequences_measureevent AS event
                              WHERE event.application_id = applied.id AND event.act = 'ended' AND event.on <= on_day)
              AND coalesce((SELECT event.act FROM consequences_measureevent AS event
                            WHERE event.application_id = applied.id AND event.act <> 'feedback' AND event.on <= on_day
                            ORDER BY event.id DESC LIMIT 1), '') <> 'paused') AS applied,
           (SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'key', record.key, 'version', record.version, 'item', record.item,
                       'severity', (ARRAY['minor', 'general', 'serious'])[record.severity], 'agency', record.agency,
                       'number', record.content ->> 'document_number', 'decided_on', record.decided_on,
                       'until', record.public_until) ORDER BY record.decided_on, record.key), '[]')
            FROM foundation_record AS record
            WHERE record.subject_id = subject.id AND record.item = ANY (seen_items) AND record.adverse AND record.shown
              AND record.state = 'in-force' AND record.public_from <= on_day
              AND (record.public_until IS NULL OR on_day < record.public_until)
              AND NOT EXISTS (SELECT FROM foundation_record AS newer
                              WHERE newer.key = record.key AND newer.version > record.version)) AS records,
           (SELECT coalesce(jsonb_agg(work.told ORDER BY work.told ->> 'since', work.told ->> 'id'), '[]')
            FROM (SELECT jsonb_build_object('kind', pending.type_id, 'about', pending.about_kind,
                                            'id', pending.about_id, 'since', pending.opened_on) AS told
                  FROM engines_case AS pending
                  WHERE pending.subject_id = subject.id AND pending.closed_at IS NULL
                    AND pending.type_id = ANY (seen_pending)
                  UNION ALL
                  SELECT jsonb_build_object('kind', 'protection', 'about', 'subject', 'id', subject.id::text,
                                            'since', protection.ruled_on)
                  FROM consequences_protection AS protection
                  WHERE protection.subject_id = subject.id AND protection.ended_on IS NULL) AS work) AS pending,
           pg_current_snapshot()::text AS snapshot
    FROM subjects_subject AS subject
    WHERE subject.id IN (SELECT known.id FROM subjects_subject AS known WHERE known.uscc = ANY (wanted_codes)
                             UNION ALL
                             SELECT unnest(wanted_ids))
    ORDER BY subject.id;
END $$;
"""

UNDO = "DROP FUNCTION IF EXISTS creditport_facts(text[], bigint[], date, text[], text[], text[], text[]);"


class Migration(migrations.Migration):
    dependencies = [("consequences", "0006_notices"), ("engines", "0001_cases"), ("subjects", "0003_no_purpose_no_rows")]
    operations = [migrations.RunSQL(FACTS, UNDO)]
