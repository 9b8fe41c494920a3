"""Checks: one by one through the interface with decision and access log committed, and 100,000 subjects by file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from benchmarks.figures import Bound, Figure, tell
from benchmarks.serve import HERE, Load, served, wrk

PORT = 8933
SUBJECTS = 100_000

# A tenth is on a list, a third has an adverse record that shows: more than a province has.
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


def measure(url: str, folder: Path) -> list[Figure]:
    """Fill the database once, then ask."""
    codes = _codes(url, folder)
    seconds = _file(codes, folder)
    os.environ |= {"CREDITPORT_RATE_LIMIT": "0", "BENCH_KEY": _key()}
    command = [str(Path(sys.executable).parent / "creditport"), "serve", "--no-background", "--port", str(PORT)]
    with served(command, PORT, "/healthz") as site:
        _ask(site, codes, connections=8, seconds=3)
        full = _ask(site, codes, connections=8, seconds=10)
        calm = _ask(site, codes, connections=4, seconds=10, delay_ms=12)
    return [
        tell(
            _figure("checks through the interface, kept and logged", full.per_second, Bound.AT_LEAST, 500, "a second")
        ),
        tell(_figure(f"checks at {calm.per_second:.0f} a second, 99 % under", calm.p99_ms, Bound.AT_MOST, 50, "ms")),
        tell(_figure("100,000 subjects checked by file", seconds, Bound.AT_MOST, 30, "seconds")),
        tell(_figure("checks that failed", full.failures + calm.failures, Bound.AT_MOST, 0, "calls")),
    ]


def _codes(url: str, folder: Path) -> Path:
    with psycopg.connect(url, autocommit=True) as connection:
        filled = connection.execute("SELECT count(*) FROM subjects_subject WHERE uscc LIKE 'CHECK%'").fetchone()
        if filled is None or filled[0] < SUBJECTS:
            connection.execute(_FILL)
            connection.execute("VACUUM ANALYZE")
        found = connection.execute("SELECT uscc FROM subjects_subject WHERE uscc LIKE 'CHECK%' ORDER BY id").fetchall()
    codes = folder / "checked-codes.txt"
    codes.write_text("".join(f"{row[0]}\n" for row in found))
    return codes


def _file(codes: Path, folder: Path) -> float:
    """Seconds of the whole command, start-up of the program included."""
    command = [str(Path(sys.executable).parent / "creditport"), "decisions", "check-file", str(codes)]
    begun = time.perf_counter()
    with (folder / "checked.csv").open("w") as out:
        subprocess.run([*command, "--scenario", "public-resource-trading"], stdout=out, check=True)
    return time.perf_counter() - begun


def _key() -> str:
    command = [str(Path(sys.executable).parent / "creditport"), "keys", "give"]
    wanted = ["--agency", "hainan-market-regulation", "--label", "bench"]
    out = subprocess.run([*command, *wanted], capture_output=True, text=True, check=True).stdout
    return next(word for word in out.split() if word.startswith("cp_"))


def _ask(site: str, codes: Path, *, connections: int, seconds: int, delay_ms: int = 0) -> Load:
    return wrk(
        site,
        codes,
        path="/api/v1/checks",
        connections=connections,
        seconds=seconds,
        delay_ms=delay_ms,
        script=HERE / "check.lua",
    )


def _figure(name: str, measured: float, bound: Bound, limit: float, unit: str) -> Figure:
    return Figure(name=name, measured=measured, bound=bound, limit=limit, unit=unit)
