"""Checks: one by one through the interface with decision and access log committed, and 100,000 subjects by file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Bound, Figure, tell
from benchmarks.neighbours import neighbours
from benchmarks.serve import HERE, Load, served, wrk
from benchmarks.subjects import codes_of_subjects

PORT = 8933


def measure(url: str, folder: Path) -> list[Figure]:
    """Fill the database once, then ask."""
    codes = _codes(url, folder)
    beside_file = neighbours()
    seconds = _file(codes, folder)
    os.environ |= {"CREDITPORT_RATE_LIMIT": "0", "BENCH_KEY": _key()}
    command = [str(Path(sys.executable).parent / "creditport"), "serve", "--no-background", "--port", str(PORT)]
    with served(command, PORT, "/healthz") as site:
        _ask(site, codes, connections=8, seconds=3)
        beside = neighbours()
        full = _ask(site, codes, connections=8, seconds=10)
        calm = _ask(site, codes, connections=5, seconds=10, delay_ms=11)
    at_half = f"{calm.per_second:.0f} a second, half under {calm.p50_ms:.1f} ms; {beside}"
    return [
        tell(_at_least("checks through the interface, kept and logged", full.per_second, 500, "a second", beside)),
        tell(_at_most("checks at half that load, 99 % under", calm.p99_ms, 50, "ms", at_half)),
        tell(_at_most("100,000 subjects checked by file", seconds, 30, "seconds", beside_file)),
        tell(_at_most("checks that failed", full.failures + calm.failures, 0, "calls", "")),
    ]


def _codes(url: str, folder: Path) -> Path:
    codes = folder / "checked-codes.txt"
    codes.write_text("".join(f"{code}\n" for code in codes_of_subjects(url)))
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


def _at_least(name: str, measured: float, limit: float, unit: str, peer: str) -> Figure:
    return Figure(name=name, measured=measured, bound=Bound.AT_LEAST, limit=limit, unit=unit, peer=peer)


def _at_most(name: str, measured: float, limit: float, unit: str, peer: str) -> Figure:
    return Figure(name=name, measured=measured, bound=Bound.AT_MOST, limit=limit, unit=unit, peer=peer)
