"""What the served sites bear: lookups by code beside pgbench and a plain Django view, and the subject page.

Load generator, server and database share the machine's cores, as the targets say.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.figures import Bound, Figure, tell
from benchmarks.neighbours import neighbours
from benchmarks.subjects import codes_of_subjects
from creditport.kernel.postgres.binaries import wheel_folder
from creditport.kernel.statements.statements import statement

PORT, PLAIN_PORT = 8931, 8932
HERE = Path(__file__).parent
PAGES = "/subjects/"


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk measured."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def wrk(
    url: str,
    codes: Path,
    *,
    path: str,
    connections: int,
    seconds: int = 10,
    delay_ms: int = 0,
    script: Path = HERE / "lookup.lua",
) -> Load:
    """Run the load generator of Debian for some seconds."""
    environment = os.environ | {"BENCH_CODES": str(codes), "BENCH_PATH": path, "BENCH_DELAY": str(delay_ms)}
    environment["BENCH_SUFFIX"] = "/" if path == PAGES else ""  # without it a page redirects
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(script), url]
    out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    shares = dict(re.findall(r"^\s+(\d+)%\s+([\d.]+\w+)\s*$", out, re.M))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    assert rate is not None, out
    return Load(
        per_second=float(rate.group(1)),
        p50_ms=_milliseconds(shares["50"]),
        p99_ms=_milliseconds(shares["99"]),
        failures=int(failed.group(1)) if failed else 0,
    )


@contextmanager
def served(command: list[str], port: int, path: str) -> Iterator[str]:
    """A server of its own process group, ready to answer, gone afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(url + path, timeout=1).read()
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise SystemExit(f"nothing answers at {url}{path}")
        yield url
    finally:
        process.terminate()
        process.wait(30)


def write_codes(url: str, folder: Path) -> tuple[Path, Path]:
    """Codes of subjects with records, and (short) addresses of their pages."""
    codes = folder / "codes.txt"
    codes_of_subjects(url)  # so that there are some even where nothing else was measured before
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT uscc FROM subjects_subject WHERE uscc IS NOT NULL ORDER BY hashint8(id) LIMIT 20000"
        ).fetchall()
    codes.write_text("".join(f"{row[0]}\n" for row in found))
    return codes, codes


def pgbench_per_second(url: str, codes: Path, folder: Path) -> float:
    """The same statement, prepared, from a C client: what the database alone bears."""
    script = folder / "lookup.pgbench"
    table = "CREATE UNLOGGED TABLE IF NOT EXISTS bench_code (n int PRIMARY KEY, uscc text NOT NULL)"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(table)
        connection.execute("TRUNCATE bench_code")
        listed = codes.read_text().split()
        with connection.cursor().copy("COPY bench_code FROM STDIN") as copy:
            for place, code in enumerate(listed):
                copy.write_row((place, code))
    sql = statement("foundation.publicity", "subject_lookup")
    sql = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    sql = re.sub(r"%\(uscc\)s|%s|\$1", "(SELECT uscc FROM bench_code WHERE n = :n)", sql).rstrip().rstrip(";")
    script.write_text(f"\\set n random(0, {len(listed) - 1})\n{sql};\n")
    program = str(wheel_folder() / "bin" / "pgbench")
    command = [program, "-n", "-M", "prepared", "-c4", "-j1", "-T8", "-f", str(script), url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"tps = ([\d.]+)", out)
    assert rate is not None, out
    return float(rate.group(1))


def measure(url: str, folder: Path) -> list[Figure]:
    """All figures of serving."""
    codes, _ = write_codes(url, folder)
    os.environ["CREDITPORT_RATE_LIMIT"] = "0"
    bin_folder = Path(sys.executable).parent
    serve = [str(bin_folder / "creditport"), "serve", "--port", str(PORT)]
    with served(serve, PORT, "/healthz") as site:
        wrk(site, codes, path="/api/v1/subjects/", connections=8, seconds=3)
        others = neighbours()
        full = wrk(site, codes, path="/api/v1/subjects/", connections=8)
        calm = wrk(site, codes, path="/api/v1/subjects/", connections=10, delay_ms=9)
        page = wrk(site, codes, path=PAGES, connections=4)
    database = pgbench_per_second(url, codes, folder)
    plain_command = [str(bin_folder / "granian"), "--interface", "wsgi", "--workers", "2", "--port", str(PLAIN_PORT)]
    with served([*plain_command, "benchmarks.plain_view:application"], PLAIN_PORT, "/healthz") as site:
        plain = wrk(site, codes, path="/plain/", connections=8)
    beside = f"pgbench {database:.0f}/s, plain Django view {plain.per_second:.0f}/s"
    return [
        tell(_rate("lookups by code", full.per_second, 2500, beside)),
        tell(_ninety_nine(calm, others)),
        tell(_rate("subject pages", page.per_second, 300, f"99 % under {page.p99_ms:.1f} ms")),
        tell(_none_failed(full.failures + calm.failures + page.failures)),
    ]


def _rate(name: str, measured: float, limit: float, peer: str) -> Figure:
    return Figure(name=name, measured=measured, bound=Bound.AT_LEAST, limit=limit, unit="a second", peer=peer)


def _ninety_nine(calm: Load, others: str) -> Figure:
    return Figure(
        name="lookups at about 1,000 a second, 99 % under",
        measured=calm.p99_ms,
        bound=Bound.AT_MOST,
        limit=10,
        unit="ms",
        peer=f"{calm.per_second:.0f} a second, half under {calm.p50_ms:.2f} ms; {others}",
    )


def _none_failed(failures: int) -> Figure:
    return Figure(name="failed requests", measured=failures, bound=Bound.AT_MOST, limit=0, unit="")
