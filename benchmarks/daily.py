"""One pass of the daily work over 200,000 live terms, 20,000 list entries and 5,000 open cases."""

from __future__ import annotations

import os

import psycopg

from benchmarks.figures import Bound, Figure, say, tell

TERMS, ENTRIES, CASES, SETTLED = 200_000, 20_000, 5_000, 2_000

# Adverse records of the last years: some end today, some may be repaired, for some everything is known to be done.
_FILL = f"""
INSERT INTO subjects_subject (kind, uscc, name, county_code, county_source, status, changed_at)
SELECT 'enterprise', 'BENCH' || lpad(n::text, 13, '0'), '海口测试' || n || '号有限公司', '460100', 'registrar',
       'active', now()
FROM generate_series(1, {ENTRIES}) AS n;

INSERT INTO foundation_record (key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id,
    row_number, severity, decided_on, state, reason, content, held, digest, recorded_at, rules, shown, public_from,
    repair_opens_on, public_until)
SELECT gen_random_uuid(), 1, 'reported', 'penalty', true, subject.id, 'uscc', 'hainan-market-regulation', 0, n, 2,
       day.decided, 'in-force', '', jsonb_build_object('document_number', '琼测〔2026〕' || n || '号',
       'fine_amount', n % 7), '{{}}', gen_random_uuid(), now(), 'bench', true, day.decided,
       (day.decided + interval '3 months')::date, (day.decided + interval '12 months')::date
FROM generate_series(1, {TERMS}) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM subjects_subject WHERE uscc LIKE 'BENCH%') AS subject
    ON subject.place = n % {ENTRIES} + 1
CROSS JOIN LATERAL (SELECT (creditport_day() - (n % 366))::date AS decided) AS day;

INSERT INTO consequences_dutystatement (record_key, duty, state, stated_on, source, reference, recorded_at, recorded_by)
SELECT record.key, duty, 'done', creditport_day() - 10, 'hainan-market-regulation', '', now(), 'bench'
FROM (SELECT key FROM foundation_record WHERE rules = 'bench' ORDER BY id LIMIT {SETTLED}) AS record
CROSS JOIN (VALUES ('payment'), ('correction')) AS duties (duty);

INSERT INTO engines_case (type_id, rules, subject_id, agency, about_kind, about_id, fields, step, desk, outcome,
    opened_on, opened_at, opened_by, entered_on, due_on, suspensions, suspended_workdays, extensions,
    extended_workdays, version)
SELECT 'repair', 'bench', first.id + n, 'hainan-market-regulation', 'bench', n::text, '{{}}', 'acceptance', 'deciding-agency', '',
       creditport_day() - n % 9, now(), 'bench', creditport_day() - n % 9, creditport_day() - n % 9 + 4, 0, 0, 0, 0, 1
FROM generate_series(1, {CASES}) AS n
CROSS JOIN (SELECT min(id) AS id FROM subjects_subject WHERE uscc LIKE 'BENCH%') AS first;
"""

_ENTRIES = f"""
INSERT INTO consequences_listentry (subject_id, list_id, state, version, source, agency, facts, instrument, article,
    notice_served_on, notice_service, statement_until, statement_heard_on, statement, decision_number, decided_on,
    decided_by, reasons,
    decision_served_on, service, in_force_from, ends_on, ended_because, changed_at, changed_by)
SELECT id, 'government-procurement-serious', 'in-force', 1, 'import', 'hainan-market-regulation', '提供虚假材料',
       'government-procurement-law', '第七十七条', '2025-09-15', 'post', '2025-09-22', '2025-09-18', '无异议',
       '琼测〔2025〕' || id, '2025-10-10', '周明', '事实清楚', '2025-10-13', '直接送达', '2025-10-13',
       creditport_day() + (id % 365)::int, '', now(), 'bench'
FROM subjects_subject WHERE uscc LIKE 'BENCH%' ORDER BY id LIMIT {ENTRIES};
"""


def measure(url: str) -> list[Figure]:
    """Fill the database once, then run the pass."""
    with psycopg.connect(url, autocommit=True) as connection:
        filled = connection.execute("SELECT count(*) FROM consequences_listentry").fetchone()
        if not filled or not filled[0]:
            say(f"filling {TERMS:,} terms, {ENTRIES:,} entries, {CASES:,} cases")
            with connection.transaction():
                connection.execute(_FILL)
                connection.execute(_ENTRIES)
            connection.execute("ANALYZE")
        connection.execute("DELETE FROM consequences_dailywork")
    seconds = _pass(url)
    return [
        tell(
            Figure(
                name="daily work over 200,000 terms, 20,000 entries, 5,000 cases",
                measured=seconds,
                bound=Bound.AT_MOST,
                limit=30,
                unit="s",
            )
        )
    ]


def _pass(url: str) -> float:
    os.environ["CREDITPORT_DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
    import django

    django.setup()
    from creditport.consequences.repair.daily import do_daily_work
    from creditport.kernel.clock.clock import now
    from creditport.kernel.identity.actor import SYSTEM

    work = do_daily_work(actor=SYSTEM, at=now())
    say(f"{work.ended} ended, {work.offered} offered, {work.overdue} overdue, {work.entries_ended} entries ended")
    return work.seconds
