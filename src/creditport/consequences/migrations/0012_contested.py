"""What contests an act shows in every check; what is suspended rests; what a repair ended comes back as it was.

The order of acts in a proceeding, and what a measure that comes back may be, are kept by the database for every role.
"""

from importlib import import_module

from django.db import migrations

TEXTS = """
ALTER FUNCTION creditport_refusal_text(text) RENAME TO creditport_refusal_text_of_10;
CREATE FUNCTION creditport_refusal_text(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE code
    WHEN 'proceeding-ended' THEN '该程序已经终结，不得再作变更。 The proceeding has ended; nothing happens in it any more.'
    WHEN 'not-suspended' THEN '该行为没有停止执行。 The execution of the act is not suspended.'
    WHEN 'suspended' THEN '该行为已经停止执行。 The execution of the act is suspended already.'
    WHEN 'not-a-return' THEN '恢复实施的措施须与原措施一致，且原措施已因修复而终止。'
        || ' A measure that comes back must be the former one, which a repair had ended.'
    ELSE creditport_refusal_text_of_10(code) END
$$;
"""

PROCEEDINGS = """
CREATE FUNCTION creditport_gate_proceeding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.proceeding_id::text, 32));
    SELECT act INTO latest FROM consequences_proceedingevent
        WHERE proceeding_id = NEW.proceeding_id ORDER BY id DESC LIMIT 1;
    IF latest = 'ended' THEN PERFORM creditport_refuse('proceeding-ended'); END IF;
    IF NEW.act = 'suspended' AND latest = 'suspended' THEN PERFORM creditport_refuse('suspended'); END IF;
    IF NEW.act = 'resumed' AND latest IS DISTINCT FROM 'suspended' THEN
        PERFORM creditport_refuse('not-suspended');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_gate BEFORE INSERT ON consequences_proceedingevent
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_proceeding();
ALTER TABLE consequences_proceedingevent ENABLE ALWAYS TRIGGER consequences_gate;

-- What rests because the execution of an act is suspended: the act itself, what publishes it, what follows from it.
CREATE VIEW consequences_suspension AS
    WITH contested AS (
        SELECT proceeding.subject_id, proceeding.about_kind, proceeding.about_id
        FROM consequences_proceeding AS proceeding
        JOIN LATERAL (SELECT event.act FROM consequences_proceedingevent AS event
                      WHERE event.proceeding_id = proceeding.id ORDER BY event.id DESC LIMIT 1) AS latest
          ON latest.act = 'suspended'
    ), record AS (
        SELECT subject_id, about_id AS id FROM contested WHERE about_kind = 'record'
        UNION
        SELECT entry.subject_id, entry.record_key::text
        FROM contested JOIN consequences_listentry AS entry ON entry.id::text = contested.about_id
        WHERE contested.about_kind = 'list-entry' AND entry.record_key IS NOT NULL
    ), entry AS (
        SELECT subject_id, about_id AS id FROM contested WHERE about_kind = 'list-entry'
        UNION
        SELECT listed.subject_id, listed.id::text
        FROM record JOIN consequences_listentry AS listed
          ON listed.subject_id = record.subject_id AND listed.record_key::text = record.id
    )
    SELECT subject_id, 'record' AS kind, id FROM record
    UNION
    SELECT subject_id, 'list-entry', id FROM entry
    UNION
    SELECT subject_id, 'measure', about_id FROM contested WHERE about_kind = 'measure'
    UNION
    SELECT applied.subject_id, 'measure', applied.id::text
    FROM entry JOIN consequences_measureapplication AS applied
      ON applied.subject_id = entry.subject_id AND applied.list_entry_id::text = entry.id
    UNION
    SELECT applied.subject_id, 'measure', applied.id::text
    FROM record JOIN consequences_measureapplication AS applied
      ON applied.subject_id = record.subject_id AND applied.record_key::text = record.id;

-- What is contested now, of subjects that are no natural persons; the checks of agencies are no public acts.
CREATE VIEW public_proceeding AS
    SELECT proceeding.about_kind, proceeding.about_id, proceeding.subject_id, proceeding.kind, proceeding.filed_on
    FROM consequences_proceeding AS proceeding
    JOIN subjects_subject AS subject ON subject.id = proceeding.subject_id AND subject.kind <> 'person'
    WHERE proceeding.about_kind IN ('record', 'list-entry')
      AND NOT EXISTS (SELECT FROM consequences_proceedingevent AS ended
                      WHERE ended.proceeding_id = proceeding.id AND ended.act = 'ended');

GRANT SELECT ON consequences_suspension TO creditport_app;
GRANT SELECT ON public_proceeding TO creditport_public, creditport_app;
"""

RETURNED = """
CREATE FUNCTION creditport_gate_return() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was consequences_measureapplication;
    published uuid;
BEGIN
    SELECT * INTO was FROM consequences_measureapplication WHERE id = NEW.former_id;
    SELECT coalesce(was.record_key, entry.record_key) INTO published
        FROM (SELECT) AS nothing LEFT JOIN consequences_listentry AS entry ON entry.id = was.list_entry_id;
    IF (was.subject_id, was.measure, was.list_entry_id, was.record_key, was.severity, was.instrument, was.article,
        was.agency, was.document_number, was.until)
       IS DISTINCT FROM (NEW.subject_id, NEW.measure, NEW.list_entry_id, NEW.record_key, NEW.severity, NEW.instrument,
                         NEW.article, NEW.agency, NEW.document_number, NEW.until)
       OR NOT EXISTS (SELECT FROM consequences_measureevent WHERE application_id = was.id AND act = 'ended')
       OR NOT EXISTS (SELECT FROM consequences_repairdecision WHERE record_key = published AND kind = 'revoked') THEN
        PERFORM creditport_refuse('not-a-return');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_gate_return BEFORE INSERT ON consequences_measureapplication
    FOR EACH ROW WHEN (NEW.former_id IS NOT NULL) EXECUTE FUNCTION creditport_gate_return();
ALTER TABLE consequences_measureapplication ENABLE ALWAYS TRIGGER consequences_gate_return;
"""

FACTS = """
CREATE OR REPLACE FUNCTION creditport_facts(wanted_codes text[], wanted_ids bigint[], on_day date, seen_lists text[],
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
                  WHERE protection.subject_id = subject.id AND protection.ended_on IS NULL
                  UNION ALL
                  SELECT jsonb_build_object('kind', contested.kind, 'about', contested.about_kind,
                                            'id', contested.about_id, 'since', contested.filed_on)
                  FROM consequences_proceeding AS contested
                  WHERE contested.subject_id = subject.id
                    AND NOT EXISTS (SELECT FROM consequences_proceedingevent AS ended
                                    WHERE ended.proceeding_id = contested.id AND ended.act = 'ended')) AS work) AS pending,
           pg_current_snapshot()::text AS snapshot
    FROM subjects_subject AS subject
    WHERE subject.id IN (SELECT known.id FROM subjects_subject AS known WHERE known.uscc = ANY (wanted_codes)
                             UNION ALL
                             SELECT unnest(wanted_ids))
    ORDER BY subject.id;
END $$;
"""

UNDO = """
DROP TRIGGER consequences_gate_return ON consequences_measureapplication;
DROP FUNCTION creditport_gate_return;
DROP VIEW public_proceeding, consequences_suspension;
DROP FUNCTION creditport_gate_proceeding CASCADE;
DROP FUNCTION creditport_refusal_text(text);
ALTER FUNCTION creditport_refusal_text_of_10(text) RENAME TO creditport_refusal_text;
"""


def _append_only() -> str:
    said = []
    for table in ("consequences_proceeding", "consequences_proceedingevent"):
        said.append(f"""
CREATE TRIGGER consequences_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER consequences_append_only;
REVOKE UPDATE, DELETE ON {table} FROM creditport_app;""")
    return "\n".join(said)


def _facts_before() -> str:
    text: str = import_module("creditport.consequences.migrations.0007_facts").FACTS
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("consequences", "0011_proceedings")]
    operations = [
        migrations.RunSQL(TEXTS + PROCEEDINGS + RETURNED + _append_only(), UNDO),
        migrations.RunSQL(FACTS, _facts_before()),
    ]
