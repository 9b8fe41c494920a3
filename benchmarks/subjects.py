"""100,000 subjects to look up and to check: a tenth is on a list, a third has an adverse record that shows."""

from __future__ import annotations

import psycopg

SUBJECTS = 100_000

_FILL = f"""
INSERT INTO subjects_subject (kind, uscc, name, county_code, county_source, status, changed_at)
SELECT 'enterprise', 'CHECK' || lpad(n::text, 13, '0'), '核查' || n || '号有限公司', '460100', 'registrar',
       'active', now()
FROM generate_series(1, {SUBJECTS}) AS n ON CONFLICT DO NOTHING;

INSERT INTO foundation_record (key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id,
    row_number, severity, decided_on, state, reason, content, held, digest, recorded_at, rules, shown, public_from,
    repair_opens_on, public_until)
SELECT gen_random_uuid(), 1, 'reported', 'penalty', true, id, 'uscc', 'hainan-market-regulation', 0, 1, 1 + id % 3,
       creditport_day() - 60, 'in-force', '', '{{"document_number": "琼测〔2026〕1号"}}', '{{}}', gen_random_uuid(),
       now(), 'checks', true, creditport_day() - 60, creditport_day() - 30, creditport_day() + 300
FROM subjects_subject WHERE uscc LIKE 'CHECK%' AND id % 3 = 0;

INSERT INTO consequences_listentry (subject_id, list_id, state, version, source, agency, facts, instrument, article,
    notice_served_on, notice_service, statement_until, statement, decision_number, decided_on, decided_by, reasons,
    decision_served_on, service, in_force_from, ends_on, ended_because, changed_at, changed_by)
SELECT id, 'wage-arrears', 'in-force', 1, 'import', 'hainan-human-resources', '拖欠工资', 'migrant-wages-regulation',
       '第四十八条', '2026-05-06', 'post', '2026-05-13', '', '琼测〔2026〕' || id, '2026-05-25', '周明', '事实清楚',
       '2026-06-01', '', '2026-06-01', '2029-06-01', '', now(), 'checks'
FROM subjects_subject WHERE uscc LIKE 'CHECK%' AND id % 10 = 0;
"""


def codes_of_subjects(url: str) -> list[str]:
    """Their codes. They are made once."""
    with psycopg.connect(url, autocommit=True) as connection:
        filled = connection.execute("SELECT count(*) FROM subjects_subject WHERE uscc LIKE 'CHECK%'").fetchone()
        if filled is None or filled[0] < SUBJECTS:
            connection.execute(_FILL)
            connection.execute("VACUUM ANALYZE")
        found = connection.execute("SELECT uscc FROM subjects_subject WHERE uscc LIKE 'CHECK%' ORDER BY id").fetchall()
    return [row[0] for row in found]
