"""No basis in force, no sanction; no evidence of due process, no entry in force. Kept by the database, for every role.

Rules: `consequences_rules` keeps the packs' canonical text by version. Loading a version (a row in
`consequences_rulesloading`, which the application's role may not write) makes the database derive what the gate asks:
`consequences_legalbasis`, `consequences_rule`, `consequences_rulebasis`, `consequences_agencyterritory`. A guard
refuses every other write to these, also to their owner. All triggers fire ALWAYS, so that a replica session does not
pass them by. Whether a measure or entry holds on a day is decided when it is read, by the views below: a basis that
died takes with it what stood on it, on that day and without a job.

`transaction` columns say which transaction wrote a row, so that a decision can be made again from exactly the rows
its snapshot saw.
"""

from django.db import migrations

APPEND_ONLY = (
    "consequences_rules",
    "consequences_rulesloading",
    "consequences_measureapplication",
    "consequences_measureevent",
    "consequences_listentryversion",
    "consequences_decision",
)
DERIVED = (
    "consequences_legalbasis",
    "consequences_rule",
    "consequences_rulebasis",
    "consequences_agencyterritory",
)
TRANSACTION = (
    "consequences_measureapplication",
    "consequences_measureevent",
    "consequences_listentryversion",
    "consequences_decision",
)

TEXTS = """
-- Every refusal of the gate has a text in both languages; the code is in the DETAIL, for programs.
CREATE FUNCTION creditport_refusal_text(code text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE code
    WHEN 'unknown-measure' THEN '该措施不在国家清单和本省补充清单之内，或当日尚未施行、已经失效，不得实施。'
        || ' The measure is in no list of measures that holds on that day, so it may not be applied.'
    WHEN 'planned' THEN '该项尚在筹划，没有法律、法规或者国家政策性文件依据，不得实施。'
        || ' It is only announced: until a law, regulation or central policy provides for it, it may not be applied.'
    WHEN 'unknown-basis' THEN '所引条款不在法定依据库中，不得以此实施。'
        || ' The article cited is not among the known legal bases.'
    WHEN 'not-a-ground' THEN '所引条款不是该措施针对这一情形的依据，不得以此实施。'
        || ' The article cited is no basis of this measure on this ground.'
    WHEN 'basis-future' THEN '所引条款当日尚未生效，不得以此实施。'
        || ' The article cited is not yet in force on that day.'
    WHEN 'basis-expired' THEN '所引条款当日已经失效，不得以此实施。'
        || ' The article cited is no longer in force on that day.'
    WHEN 'basis-level' THEN '所引文件效力层级不足：减损权利或者增加义务须有法律、法规依据，其他惩戒须有法律、法规或者国家政策性文件依据。'
        || ' The norm cited ranks too low: cutting rights needs a law or regulation, other sanctions at least a central policy.'
    WHEN 'basis-territory' THEN '所引地方立法在该机关所在地不适用，不得以此实施。'
        || ' The local norm cited does not hold where the agency acts.'
    WHEN 'unknown-subject' THEN '没有该信用主体。 There is no such subject.'
    WHEN 'subject-kind' THEN '该项不适用于这类主体。 It does not concern subjects of this kind.'
    WHEN 'other-subject' THEN '所依据的名单或者记录不是该主体的。 The entry or record on which it is based is another subject''s.'
    WHEN 'agency' THEN '该机关无权实施。 This agency may not apply or decide it.'
    WHEN 'unknown-agency' THEN '没有该机关。 No pack declares this agency.'
    WHEN 'entry-not-in-force' THEN '所依据的名单列入当日不在有效状态。 The list entry on which it is based is not in force on that day.'
    WHEN 'record-not-in-force' THEN '所依据的失信记录不存在、已经修复或者撤销，或者失信程度不符。'
        || ' The adverse record on which it is based is absent, repaired or withdrawn, or of another severity.'
    WHEN 'term' THEN '期限不合规定：止期应晚于起期，且不得超过规定的最长期限。'
        || ' The term does not fit: it must end after it begins and within the longest term that is set.'
    WHEN 'not-reasoned' THEN '缺少决定文号或者过惩相当的理由。 The number of the decision or the reasons of proportion are missing.'
    WHEN 'ended' THEN '该措施已经终止，不得恢复。 The measure has ended and cannot come back.'
    WHEN 'not-paused' THEN '该措施没有暂停。 The measure is not paused.'
    WHEN 'unknown-list' THEN '没有该名单，或者名单当日尚未施行、已经失效。 No such list holds on that day.'
    WHEN 'first-state' THEN '列入须从拟列入开始；报送的列入须证据齐全。'
        || ' An entry begins as proposed; one that is reported needs its whole evidence.'
    WHEN 'next-state' THEN '名单状态不能这样变化。 An entry cannot go from that state to this one.'
    WHEN 'version' THEN '该列入已被他人更改，请重新查看后再办理。 Somebody acted on this entry in between; read it again.'
    WHEN 'fixed' THEN '已经固定的内容不得更改。 What is already established may not be changed.'
    WHEN 'notice' THEN '缺少告知书送达日期，或者送达晚于决定，不得列入。'
        || ' Without a notice served before the decision nobody is entered.'
    WHEN 'statement' THEN '陈述申辩期限未届满且未听取陈述申辩，不得列入。'
        || ' Before the time for a statement is over, or the statement heard, nobody is entered.'
    WHEN 'decision' THEN '缺少载明理由和文号的决定，不得列入。'
        || ' Without a reasoned decision with its number nobody is entered.'
    WHEN 'head' THEN '缺少作出决定的负责人姓名，不得列入。 Without the name of the head who decided nobody is entered.'
    WHEN 'service' THEN '缺少决定书送达日期，或者生效早于送达，不得列入。'
        || ' Before the decision was served nobody is entered.'
    WHEN 'derived' THEN '法定依据库由规则包生成，任何人不得直接改写；请修改规则包后重新加载。'
        || ' The legal bases are derived from the packs and may not be written by anybody; change the pack and load it.'
    WHEN 'history' THEN '名单历史由数据库记载，不得另行写入。 The history of entries is written by the database alone.'
    ELSE code END
$$;

CREATE FUNCTION creditport_refuse(code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', creditport_refusal_text(code)
        USING ERRCODE = 'integrity_constraint_violation', DETAIL = code;
END $$;

CREATE FUNCTION creditport_refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        PERFORM creditport_refuse(TG_ARGV[0]);
    END IF;
    RETURN NULL;
END $$;
"""

DERIVE = """
CREATE FUNCTION creditport_derive_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    said jsonb;
BEGIN
    SELECT text::jsonb INTO STRICT said FROM consequences_rules WHERE version = NEW.rules_id;
    DELETE FROM consequences_rulebasis;
    DELETE FROM consequences_rule;
    DELETE FROM consequences_legalbasis;
    DELETE FROM consequences_agencyterritory;
    INSERT INTO consequences_agencyterritory (agency, division)
        SELECT key, value FROM jsonb_each_text(said -> 'agencies');
    INSERT INTO consequences_legalbasis
           (instrument, article, level, level_rank, territory, in_force_from, in_force_until)
        SELECT DISTINCT cited.instrument, cited.article, norm.value ->> 'level', (norm.value ->> 'rank')::smallint,
               coalesce(norm.value ->> 'territory', ''), (norm.value ->> 'in_force_from')::date,
               (norm.value ->> 'in_force_until')::date
        FROM (SELECT basis ->> 'instrument' AS instrument, coalesce(basis ->> 'article', '') AS article
              FROM jsonb_path_query(said, '$.measures[*].follows[*].basis[*]') AS basis
              UNION
              SELECT basis ->> 'instrument', coalesce(basis ->> 'article', '')
              FROM jsonb_path_query(said, '$.lists[*].basis[*]') AS basis) AS cited
        JOIN jsonb_each(said -> 'instruments') AS norm ON norm.key = cited.instrument;
    INSERT INTO consequences_rule (kind, rule, valid_from, valid_until, sanction, form, lowest_rank, planned,
                                   subject_kinds, agencies, evidence, statement_workdays, most_months)
        SELECT 'measure', told ->> 'id', (told ->> 'valid_from')::date, (told ->> 'valid_until')::date,
               told ->> 'kind' = 'sanction', told ->> 'group', (told ->> 'rank')::smallint, false,
               ARRAY(SELECT jsonb_array_elements_text(told -> 'subject_kinds')),
               ARRAY(SELECT jsonb_array_elements_text(told -> 'appliers')), '{}', 0, (told ->> 'most_months')::smallint
        FROM jsonb_array_elements(said -> 'measures') AS told
        UNION ALL
        SELECT 'list', told ->> 'id', (told ->> 'valid_from')::date, (told ->> 'valid_until')::date,
               told ->> 'kind' IN ('serious', 'abnormal', 'government-default'), told ->> 'kind',
               (told ->> 'rank')::smallint, (told ->> 'planned')::boolean,
               ARRAY(SELECT jsonb_array_elements_text(told -> 'subject_kinds')),
               ARRAY(SELECT jsonb_array_elements_text(told -> 'deciders')),
               ARRAY(SELECT jsonb_array_elements_text(told -> 'evidence')),
               (told ->> 'statement_workdays')::smallint, (told ->> 'months')::smallint
        FROM jsonb_array_elements(said -> 'lists') AS told;
    INSERT INTO consequences_rulebasis (rule_id, basis_id, list_id, severity)
        SELECT rule.id, known.id, coalesce(ground ->> 'list', ''), coalesce(ground ->> 'severity', '')
        FROM jsonb_array_elements(said -> 'measures') AS told,
             jsonb_array_elements(told -> 'follows') AS ground,
             jsonb_array_elements(ground -> 'basis') AS basis,
             consequences_rule AS rule, consequences_legalbasis AS known
        WHERE rule.kind = 'measure' AND rule.rule = told ->> 'id'
          AND rule.valid_from = (told ->> 'valid_from')::date
          AND known.instrument = basis ->> 'instrument' AND known.article = coalesce(basis ->> 'article', '')
        UNION ALL
        SELECT rule.id, known.id, '', ''
        FROM jsonb_array_elements(said -> 'lists') AS told, jsonb_array_elements(told -> 'basis') AS basis,
             consequences_rule AS rule, consequences_legalbasis AS known
        WHERE rule.kind = 'list' AND rule.rule = told ->> 'id' AND rule.valid_from = (told ->> 'valid_from')::date
          AND known.instrument = basis ->> 'instrument' AND known.article = coalesce(basis ->> 'article', '');
    RETURN NULL;
END $$;
CREATE TRIGGER consequences_derive AFTER INSERT ON consequences_rulesloading
    FOR EACH ROW EXECUTE FUNCTION creditport_derive_rules();
ALTER TABLE consequences_rulesloading ENABLE ALWAYS TRIGGER consequences_derive;
ALTER TABLE consequences_rules ADD CONSTRAINT consequences_rules_digest
    CHECK (digest = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
REVOKE INSERT ON consequences_rules, consequences_rulesloading FROM creditport_app;
"""

GATE = """
-- A province's code ends in 0000, a city's in 00: what lies in them begins as they do.
CREATE FUNCTION creditport_within(division text, territory text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT territory = '' OR division LIKE regexp_replace(territory, '(0000|00)$', '') || '%'
$$;

-- What is wrong with a basis on a day, for a rule of that lowest rank and an agency; null: it holds.
CREATE FUNCTION creditport_basis_fault(cited consequences_legalbasis, lowest smallint, acting text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN day < cited.in_force_from THEN 'basis-future'
        WHEN cited.in_force_until <= day THEN 'basis-expired'
        WHEN cited.level_rank > lowest THEN 'basis-level'
        WHEN cited.territory <> '' AND NOT EXISTS (
            SELECT FROM consequences_agencyterritory AS place
            WHERE place.agency = acting AND creditport_within(place.division, cited.territory)) THEN 'basis-territory'
        END
$$;

-- The same for a rule and the article it cites: of a measure after a list or a severity, of a list by itself.
CREATE FUNCTION creditport_cited_fault(rule_row bigint, lowest smallint, after_list text, after_severity text,
                                       cited_instrument text, cited_article text, acting text, day date)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    cited consequences_legalbasis;
BEGIN
    SELECT * INTO cited FROM consequences_legalbasis WHERE instrument = cited_instrument AND article = cited_article;
    IF cited.id IS NULL THEN
        RETURN 'unknown-basis';
    END IF;
    IF NOT EXISTS (
        SELECT FROM consequences_rulebasis AS stands
        WHERE stands.rule_id = rule_row AND stands.basis_id = cited.id
          AND (stands.severity = after_severity AND stands.list_id = after_list
               OR stands.list_id = 'any-serious' AND after_list <> '' AND EXISTS (
                    SELECT FROM consequences_rule AS listed
                    WHERE listed.kind = 'list' AND listed.rule = after_list AND listed.form = 'serious'))) THEN
        RETURN 'not-a-ground';
    END IF;
    RETURN creditport_basis_fault(cited, lowest, acting, day);
END $$;

CREATE FUNCTION creditport_agency_fault(allowed text[], acting text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN acting <> 'market' AND NOT EXISTS (SELECT FROM consequences_agencyterritory WHERE agency = acting)
            THEN 'unknown-agency'
        WHEN acting = 'market' AND NOT acting = ANY (allowed) THEN 'agency'
        WHEN NOT (allowed && ARRAY['any', 'market', acting]) THEN 'agency' END
$$;

CREATE FUNCTION creditport_gate_application() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rule consequences_rule;
    entry consequences_listentry;
    subject_kind text;
    after_list text := '';
    fault text;
    applied_on date := (NEW.applied_at AT TIME ZONE 'Asia/Shanghai')::date;
    day date;
BEGIN
    SELECT kind INTO subject_kind FROM subjects_subject WHERE id = NEW.subject_id;
    IF subject_kind IS NULL THEN PERFORM creditport_refuse('unknown-subject'); END IF;
    FOREACH day IN ARRAY ARRAY[applied_on, greatest(NEW.starts_on, applied_on)] LOOP
        SELECT * INTO rule FROM consequences_rule
            WHERE kind = 'measure' AND consequences_rule.rule = NEW.measure AND valid_from <= day
              AND (valid_until IS NULL OR day < valid_until);
        IF rule.id IS NULL THEN PERFORM creditport_refuse('unknown-measure'); END IF;
    END LOOP;
    IF NOT subject_kind = ANY (rule.subject_kinds) THEN PERFORM creditport_refuse('subject-kind'); END IF;
    fault := creditport_agency_fault(rule.agencies, NEW.agency);
    IF fault IS NOT NULL THEN PERFORM creditport_refuse(fault); END IF;
    IF NEW.starts_on < applied_on OR NEW.until <= NEW.starts_on
       OR NEW.until IS NULL AND rule.most_months IS NOT NULL
       OR NEW.until > NEW.starts_on + make_interval(months => rule.most_months) THEN
        PERFORM creditport_refuse('term');
    END IF;
    IF rule.sanction AND (trim(NEW.document_number) = '' OR trim(NEW.proportion) = '') THEN
        PERFORM creditport_refuse('not-reasoned');
    END IF;
    IF NEW.list_entry_id IS NOT NULL THEN
        -- The entry may not be removed while the measure is being applied.
        SELECT * INTO entry FROM consequences_listentry WHERE id = NEW.list_entry_id FOR SHARE;
        IF entry.subject_id IS DISTINCT FROM NEW.subject_id THEN PERFORM creditport_refuse('other-subject'); END IF;
        IF entry.state <> 'in-force' OR entry.in_force_from > NEW.starts_on OR entry.ends_on <= NEW.starts_on THEN
            PERFORM creditport_refuse('entry-not-in-force');
        END IF;
        after_list := entry.list_id;
    ELSE
        PERFORM creditport_gate_record(NEW.record_key, NEW.subject_id, NEW.severity);
    END IF;
    FOREACH day IN ARRAY ARRAY[applied_on, NEW.starts_on] LOOP
        fault := creditport_cited_fault(rule.id, rule.lowest_rank, after_list, NEW.severity, NEW.instrument,
                                        NEW.article, NEW.agency, day);
        IF fault IS NOT NULL THEN PERFORM creditport_refuse(fault); END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION creditport_gate_record(wanted uuid, whose bigint, how text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    latest foundation_record;
BEGIN
    SELECT * INTO latest FROM foundation_record WHERE key = wanted ORDER BY version DESC LIMIT 1;
    IF latest.id IS NOT NULL AND latest.subject_id IS DISTINCT FROM whose THEN
        PERFORM creditport_refuse('other-subject');
    END IF;
    IF latest.id IS NULL OR NOT latest.adverse OR latest.state <> 'in-force' OR NOT latest.shown
       OR latest.severity IS DISTINCT FROM array_position(ARRAY['minor', 'general', 'serious'], how) THEN
        PERFORM creditport_refuse('record-not-in-force');
    END IF;
END $$;

CREATE TRIGGER consequences_gate BEFORE INSERT ON consequences_measureapplication
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_application();
ALTER TABLE consequences_measureapplication ENABLE ALWAYS TRIGGER consequences_gate;

CREATE FUNCTION creditport_gate_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.application_id::text, 31));
    SELECT act INTO latest FROM consequences_measureevent
        WHERE application_id = NEW.application_id AND act <> 'feedback' ORDER BY id DESC LIMIT 1;
    IF latest = 'ended' AND NEW.act <> 'feedback' THEN PERFORM creditport_refuse('ended'); END IF;
    IF NEW.act = 'resumed' AND latest IS DISTINCT FROM 'paused' THEN PERFORM creditport_refuse('not-paused'); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consequences_gate BEFORE INSERT ON consequences_measureevent
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_event();
ALTER TABLE consequences_measureevent ENABLE ALWAYS TRIGGER consequences_gate;
"""

DUE_PROCESS = """
CREATE FUNCTION creditport_gate_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.version <> 1 OR NOT (NEW.state = 'proposed' OR NEW.state = 'in-force' AND NEW.source = 'import') THEN
            PERFORM creditport_refuse('first-state');
        END IF;
    ELSE
        PERFORM creditport_gate_change(OLD, NEW);
    END IF;
    IF NEW.state = 'proposed' OR NEW.state = 'in-force' THEN
        PERFORM creditport_gate_list(NEW, coalesce(NEW.decided_on, (NEW.changed_at AT TIME ZONE 'Asia/Shanghai')::date));
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION creditport_gate_change(was consequences_listentry, becomes consequences_listentry) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF becomes.version <> was.version + 1 THEN PERFORM creditport_refuse('version'); END IF;
    IF NOT (was.state, becomes.state) IN (
        ('proposed', 'noticed'), ('proposed', 'decided'), ('noticed', 'noticed'), ('noticed', 'decided'),
        ('decided', 'in-force'), ('in-force', 'paused'), ('paused', 'in-force'), ('proposed', 'annulled'),
        ('noticed', 'annulled'), ('decided', 'annulled'), ('in-force', 'annulled'), ('paused', 'annulled'),
        ('in-force', 'removed'), ('paused', 'removed')) THEN
        PERFORM creditport_refuse('next-state');
    END IF;
    IF (was.id, was.subject_id, was.list_id, was.source, was.agency, was.instrument, was.article)
       IS DISTINCT FROM (becomes.id, becomes.subject_id, becomes.list_id, becomes.source, becomes.agency,
                         becomes.instrument, becomes.article)
       OR was.record_key <> becomes.record_key OR was.record_key IS NOT NULL AND becomes.record_key IS NULL
       OR was.notice_served_on IS NOT NULL AND was.notice_served_on IS DISTINCT FROM becomes.notice_served_on
       OR was.statement_until IS NOT NULL AND was.statement_until IS DISTINCT FROM becomes.statement_until
       OR was.decided_on IS NOT NULL AND (was.decided_on, was.decision_number, was.decided_by, was.reasons)
          IS DISTINCT FROM (becomes.decided_on, becomes.decision_number, becomes.decided_by, becomes.reasons)
       OR was.decision_served_on IS NOT NULL
          AND was.decision_served_on IS DISTINCT FROM becomes.decision_served_on THEN
        PERFORM creditport_refuse('fixed');
    END IF;
END $$;

CREATE FUNCTION creditport_gate_list(entry consequences_listentry, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    rule consequences_rule;
    subject_kind text;
    fault text;
BEGIN
    SELECT * INTO rule FROM consequences_rule
        WHERE kind = 'list' AND consequences_rule.rule = entry.list_id AND valid_from <= day
          AND (valid_until IS NULL OR day < valid_until);
    IF rule.id IS NULL THEN PERFORM creditport_refuse('unknown-list'); END IF;
    IF rule.planned THEN PERFORM creditport_refuse('planned'); END IF;
    SELECT kind INTO subject_kind FROM subjects_subject WHERE id = entry.subject_id;
    IF subject_kind IS NULL THEN PERFORM creditport_refuse('unknown-subject'); END IF;
    IF NOT subject_kind = ANY (rule.subject_kinds) THEN PERFORM creditport_refuse('subject-kind'); END IF;
    fault := creditport_agency_fault(rule.agencies, entry.agency);
    IF fault IS NOT NULL THEN PERFORM creditport_refuse(fault); END IF;
    fault := creditport_cited_fault(rule.id, rule.lowest_rank, '', '', entry.instrument, entry.article, entry.agency,
                                    day);
    IF fault IS NOT NULL THEN PERFORM creditport_refuse(fault); END IF;
    IF entry.state = 'in-force' THEN PERFORM creditport_gate_evidence(entry, rule); END IF;
END $$;

CREATE FUNCTION creditport_gate_evidence(entry consequences_listentry, rule consequences_rule) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    needs text[] := rule.evidence;
BEGIN
    IF entry.decided_on IS NULL OR trim(entry.decision_number || entry.reasons) = ''
       OR 'head' = ANY (needs) AND (trim(entry.decision_number) = '' OR trim(entry.reasons) = '') THEN
        PERFORM creditport_refuse('decision');
    END IF;
    IF 'notice' = ANY (needs)
       AND (entry.notice_served_on IS NULL OR entry.notice_served_on > entry.decided_on) THEN
        PERFORM creditport_refuse('notice');
    END IF;
    IF 'statement' = ANY (needs) AND NOT coalesce(
        entry.statement_until >= entry.notice_served_on + rule.statement_workdays
        AND (entry.decided_on > entry.statement_until
             OR entry.statement_heard_on BETWEEN entry.notice_served_on AND entry.decided_on), false) THEN
        PERFORM creditport_refuse('statement');
    END IF;
    IF 'head' = ANY (needs) AND trim(entry.decided_by) = '' THEN PERFORM creditport_refuse('head'); END IF;
    IF entry.in_force_from IS NULL OR entry.in_force_from < entry.decided_on
       OR 'service' = ANY (needs) AND NOT coalesce(entry.decision_served_on >= entry.decided_on
                                                   AND entry.in_force_from >= entry.decision_served_on, false) THEN
        PERFORM creditport_refuse('service');
    END IF;
    IF entry.ends_on <= entry.in_force_from OR rule.most_months IS NOT NULL
       AND NOT coalesce(entry.ends_on <= entry.in_force_from + make_interval(months => rule.most_months), false) THEN
        PERFORM creditport_refuse('term');
    END IF;
END $$;

CREATE FUNCTION creditport_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO consequences_listentryversion (entry_id, subject_id, version, state, entry, changed_at, changed_by)
        VALUES (NEW.id, NEW.subject_id, NEW.version, NEW.state, to_jsonb(NEW), NEW.changed_at, NEW.changed_by);
    RETURN NULL;
END $$;

CREATE TRIGGER consequences_gate BEFORE INSERT OR UPDATE ON consequences_listentry
    FOR EACH ROW EXECUTE FUNCTION creditport_gate_entry();
CREATE TRIGGER consequences_keep AFTER INSERT OR UPDATE ON consequences_listentry
    FOR EACH ROW EXECUTE FUNCTION creditport_keep_entry();
CREATE TRIGGER consequences_no_delete BEFORE DELETE OR TRUNCATE ON consequences_listentry
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
ALTER TABLE consequences_listentry ENABLE ALWAYS TRIGGER consequences_gate;
ALTER TABLE consequences_listentry ENABLE ALWAYS TRIGGER consequences_keep;
ALTER TABLE consequences_listentry ENABLE ALWAYS TRIGGER consequences_no_delete;
CREATE TRIGGER consequences_by_hand BEFORE INSERT ON consequences_listentryversion
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_by_hand('history');
ALTER TABLE consequences_listentryversion ENABLE ALWAYS TRIGGER consequences_by_hand;
REVOKE DELETE ON consequences_listentry FROM creditport_app;
"""

VIEWS = """
-- Entries that hold today: in force, not run out, their list still declared and the basis they cite still alive.
CREATE VIEW consequences_entry_today AS
    SELECT entry.*, rule.form
    FROM consequences_listentry AS entry
    JOIN consequences_rule AS rule ON rule.kind = 'list' AND rule.rule = entry.list_id
     AND rule.valid_from <= creditport_day() AND (rule.valid_until IS NULL OR creditport_day() < rule.valid_until)
    WHERE entry.state = 'in-force'
      AND entry.in_force_from <= creditport_day()
      AND (entry.ends_on IS NULL OR creditport_day() < entry.ends_on)
      AND NOT rule.planned
      AND creditport_cited_fault(rule.id, rule.lowest_rank, '', '', entry.instrument, entry.article, entry.agency,
                                 creditport_day()) IS NULL;

-- Applied measures whose time has come and not gone and that were not ended, with what is wrong with their basis today.
CREATE VIEW consequences_measure_standing AS
    SELECT applied.*,
           coalesce((SELECT event.act = 'paused' FROM consequences_measureevent AS event
                     WHERE event.application_id = applied.id AND event.act <> 'feedback'
                       AND event.on <= creditport_day() ORDER BY event.id DESC LIMIT 1), false) AS paused,
           CASE WHEN rule.id IS NULL THEN 'unknown-measure'
                ELSE creditport_cited_fault(rule.id, rule.lowest_rank, coalesce(entry.list_id, ''), applied.severity,
                                            applied.instrument, applied.article, applied.agency, creditport_day())
           END AS basis_fault
    FROM consequences_measureapplication AS applied
    LEFT JOIN consequences_rule AS rule ON rule.kind = 'measure' AND rule.rule = applied.measure
     AND rule.valid_from <= creditport_day() AND (rule.valid_until IS NULL OR creditport_day() < rule.valid_until)
    LEFT JOIN consequences_listentry AS entry ON entry.id = applied.list_entry_id
    WHERE applied.starts_on <= creditport_day()
      AND (applied.until IS NULL OR creditport_day() < applied.until)
      AND (applied.list_entry_id IS NULL
           OR entry.state = 'in-force' AND (entry.ends_on IS NULL OR creditport_day() < entry.ends_on))
      AND NOT EXISTS (SELECT FROM consequences_measureevent AS event
                      WHERE event.application_id = applied.id AND event.act = 'ended'
                        AND event.on <= creditport_day());

CREATE VIEW consequences_measure_today AS
    SELECT * FROM consequences_measure_standing WHERE NOT paused AND basis_fault IS NULL;

GRANT SELECT ON consequences_entry_today, consequences_measure_standing, consequences_measure_today TO creditport_app;
"""


def _tables() -> str:
    said = []
    for table in APPEND_ONLY:
        said.append(f"""
CREATE TRIGGER consequences_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER consequences_append_only;
REVOKE UPDATE, DELETE ON {table} FROM creditport_app;""")
    for table in DERIVED:
        said.append(f"""
CREATE TRIGGER consequences_by_hand BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION creditport_refuse_by_hand('derived');
ALTER TABLE {table} ENABLE ALWAYS TRIGGER consequences_by_hand;
REVOKE INSERT, UPDATE, DELETE ON {table} FROM creditport_app;""")
    for table in TRANSACTION:
        said.append(f"ALTER TABLE {table} ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();")
    said.append("CREATE INDEX consequences_decision_sealing ON consequences_decision (transaction);")
    return "\n".join(said)


UNDO = """
DROP VIEW IF EXISTS consequences_measure_today, consequences_measure_standing, consequences_entry_today;
DROP FUNCTION IF EXISTS creditport_keep_entry, creditport_gate_entry, creditport_gate_event,
    creditport_gate_application, creditport_derive_rules, creditport_refuse_by_hand CASCADE;
DROP FUNCTION IF EXISTS creditport_gate_evidence, creditport_gate_list, creditport_gate_change, creditport_gate_record,
    creditport_agency_fault, creditport_cited_fault, creditport_basis_fault, creditport_within, creditport_refuse,
    creditport_refusal_text CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consequences", "0001_lists_measures"),
        ("foundation", "0005_submission_mends"),
        ("subjects", "0001_initial"),
        ("kernel", "0003_audit_chain"),
    ]
    operations = [migrations.RunSQL("\n".join((TEXTS, DERIVE, GATE, DUE_PROCESS, VIEWS)) + _tables(), UNDO)]
