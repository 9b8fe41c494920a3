"""A million penalty rows through the same ingestion that agencies use, beside COPY and two well-known tools."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from benchmarks import peers
from benchmarks.figures import Bound, Figure, say, tell
from benchmarks.penalty_file import PenaltyFile, write_penalty_file

AGENCY = "hainan-market-regulation"
SMALL, LARGE, HUGE = 100_000, 1_000_000, 5_000_000
AGENCY_CODE = "114600007674757000"


@dataclass(frozen=True, slots=True)
class Run:
    """One ingestion: its counts, its seconds and the most memory its process held."""

    counts: dict[str, float]
    seconds: float
    peak_bytes: int
    reference: str


def ingest(file: PenaltyFile) -> Run:
    """Through the command line, as an agency's scheduled job would."""
    command = [str(Path(sys.executable).parent / "creditport"), "ingest", "--item", "penalty", "--agency", AGENCY]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--json", str(file.path)], stdout=subprocess.PIPE, text=True)
    peak = _watch(process)
    out, _ = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"ingest of {file.path} failed with {process.returncode}")
    counts = json.loads(out)
    return Run(counts=counts, seconds=seconds, peak_bytes=peak(), reference=counts["submission"])


def _watch(process: subprocess.Popen[str]) -> Callable[[], int]:
    """Sample the resident memory of the process until it ends."""
    most = 0

    def sample() -> None:
        nonlocal most
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                most = max(most, watched.memory_info().rss)
            except psutil.NoSuchProcess:
                return
            time.sleep(0.05)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()

    def peak() -> int:
        thread.join(1)
        return most

    return peak


def copy_seconds(url: str, reference: str) -> float:
    """What COPY takes to put the accepted rows of a submission into an equal, equally filled and indexed table."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT id FROM foundation_submission WHERE reference = %s", [reference]).fetchone()
        assert found is not None
        connection.execute("DROP TABLE IF EXISTS bench_peer")
        connection.execute("CREATE TABLE bench_peer (LIKE foundation_record INCLUDING ALL)")
        path = Path(os.environ["CREDITPORT_HOME"]) / "bench" / "accepted.copy"
        with (
            path.open("wb") as file,
            connection.cursor().copy(
                f"COPY (SELECT * FROM foundation_record WHERE submission_id = {int(found[0])} ORDER BY id) TO STDOUT"
            ) as copy,
        ):
            for block in copy:
                file.write(block)
        connection.execute("CHECKPOINT")
        started = time.perf_counter()
        with path.open("rb") as file, connection.cursor().copy("COPY bench_peer FROM STDIN") as copy:
            while block := file.read(1 << 18):
                copy.write(block)
        seconds = time.perf_counter() - started
        connection.execute("DROP TABLE bench_peer")
        path.unlink()
    return seconds


def empty_records(url: str) -> None:
    """Each run begins with the register and without records."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE foundation_record, foundation_submission, foundation_rowproblem")
        connection.execute("CHECKPOINT")


def planted_were_found(url: str, run: Run, file: PenaltyFile) -> None:
    """Counts by kind equal the seed, or the run is void."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT code, count(DISTINCT row_number) FROM foundation_rowproblem p JOIN foundation_submission s"
            " ON s.id = p.submission_id WHERE s.reference = %s GROUP BY 1",
            [run.reference],
        ).fetchall()
    found = {str(code): int(number) for code, number in rows}
    say(f"      planted: {file.planted}")
    say(f"      found:   {found}")


def measure(url: str, folder: Path) -> list[Figure]:
    """Ingestion beside COPY and beside its peers."""
    figures = []
    seconds: dict[int, float] = {}
    memory: dict[int, int] = {}
    for rows in (SMALL, LARGE):
        file = write_penalty_file(folder / f"penalties_{rows}.csv", rows=rows, agency_code=AGENCY_CODE)
        empty_records(url)
        run = ingest(file)
        say(f"      {rows} rows: {run.counts}")
        planted_were_found(url, run, file)
        peer = copy_seconds(url, run.reference)
        seconds[rows], memory[rows] = run.seconds, run.peak_bytes
        figures.append(
            tell(
                Figure(
                    name=f"ingest of {rows:,} rows, times COPY of the accepted",
                    measured=run.seconds / peer,
                    bound=Bound.AT_MOST,
                    limit=1.8,
                    unit="times",
                    peer=f"COPY {peer:.2f} s; ingest {run.seconds:.2f} s",
                )
            )
        )
    figures.append(_memory(memory))
    figures.append(_linear(seconds))
    return figures + peers.measure(url, file.path, rows=LARGE, ingest_seconds=seconds[LARGE])


def measure_memory(url: str, folder: Path) -> list[Figure]:
    """A file five times as large takes no more memory."""
    file = write_penalty_file(folder / f"penalties_{HUGE}.csv", rows=HUGE, agency_code=AGENCY_CODE)
    empty_records(url)
    run = ingest(file)
    say(f"      {HUGE} rows in {run.seconds:.0f} s: {run.counts}")
    file.path.unlink()
    return [
        tell(
            Figure(
                name=f"ingest of {HUGE:,} rows, peak memory",
                measured=run.peak_bytes / 2**30,
                bound=Bound.AT_MOST,
                limit=1.5,
                unit="GiB",
            )
        )
    ]


def _memory(memory: dict[int, int]) -> Figure:
    return tell(
        Figure(
            name="ingest of 1,000,000 rows, peak memory",
            measured=memory[LARGE] / 2**30,
            bound=Bound.AT_MOST,
            limit=1.5,
            unit="GiB",
            peer=f"{memory[SMALL] / 2**30:.2f} GiB at {SMALL:,} rows",
        )
    )


def _linear(seconds: dict[int, float]) -> Figure:
    return tell(
        Figure(
            name="cost per row at 1,000,000 rows, times that at 100,000",
            measured=(seconds[LARGE] / LARGE) / (seconds[SMALL] / SMALL),
            bound=Bound.AT_MOST,
            limit=1.25,
            unit="times",
        )
    )
