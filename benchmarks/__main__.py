"""`make bench`: every figure with its limit, in one run on one machine, in a home of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks import figures


def main() -> None:
    home = Path(os.environ.setdefault("CREDITPORT_HOME", "var/bench")).resolve()
    folder = home / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:]) or {"checks", "daily", "ingest", "memory", "search", "serve"}
    measured: list[figures.Figure] = []
    from benchmarks.server import bench_database

    with bench_database(home) as url:
        if "ingest" in wanted:
            from benchmarks import ingest

            measured += ingest.measure(url, folder)
        if "memory" in wanted:
            from benchmarks import ingest

            measured += ingest.measure_memory(url, folder)
        if "daily" in wanted:
            from benchmarks import daily

            measured += daily.measure(url)
        if "checks" in wanted:
            from benchmarks import checks

            measured += checks.measure(url, folder)
        if "serve" in wanted:
            from benchmarks import serve

            measured += serve.measure(url, folder)
        if "search" in wanted:
            from benchmarks import search

            measured += search.measure(url, folder)
    figures.keep(measured, Path(__file__).parent / "results")
    short = [figure.name for figure in measured if not figure.met]
    figures.say(f"{len(measured) - len(short)} met, {len(short)} short")


if __name__ == "__main__":
    main()
