"""R1: web, worker, PostgreSQL and the command line killed at random under mixed load. Nothing acknowledged is lost."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.trials.installation import Installation, until
from tests.trials.load import Load
from tests.trials.scale import rounds, tell

KINDS = ("web", "web_workers", "worker", "postmaster", "backends", "ingest")
ROUNDS = rounds(4)
SALVO = 4  # kills in quick succession, so that recovery is hit as well
LONGEST_RECOVERY = 10.0 if ROUNDS >= 50 else 60.0  # in the suite other tests share the cores: no timing there

_WHOLE = """
SELECT s.reference, s.state, coalesce(s.accepted, 0), count(r.id)
FROM foundation_submission AS s LEFT JOIN foundation_record AS r ON r.submission_id = s.id
GROUP BY s.id
"""
RESUME = """
from creditport.foundation.ingestion.actions import resume
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
resume(actor=SYSTEM, at=now())
"""
_HEAD = "SELECT entries || ':' || encode(digest, 'hex') FROM kernel_audithead"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home")
    yield made
    made.end()


def neither_half_nor_lost(installation: Installation, load: Load, *, finished: bool) -> int:
    """Every submission is whole or absent, every acknowledged one is there. Returns how many there are."""
    known = dict(load.acknowledged.written)  # before reading: what is acknowledged later need not be read yet
    with installation.connect() as connection:
        found: dict[str, tuple[Any, ...]] = {str(row[0]): row[1:] for row in connection.execute(_WHOLE).fetchall()}
    half = {name: row for name, row in found.items() if row[2] != (row[1] if row[0] == "applied" else 0)}
    assert half == {}
    lost = [name for name, said in known.items() if name not in found or (said is not None and found[name][1] != said)]
    assert lost == []
    if finished:
        assert {name for name, row in found.items() if row[0] != "applied"} == set()
    return len(found)


def head(installation: Installation) -> str:
    with installation.connect() as connection:
        [row] = connection.execute(_HEAD).fetchall()
    return str(row[0])


def strike(installation: Installation, load: Load, chance: random.Random, kinds: Sequence[str]) -> float:
    """Kill one process of each kind, one soon after the other; the share of the cores that we got meanwhile."""
    for kind in kinds:
        if kind == "ingest":
            if load.ingesting is not None and load.ingesting.poll() is None:
                load.ingesting.kill()
        else:
            installation.kill(kind, chance)
        time.sleep(chance.uniform(0, 1.5))
    begun, used = time.monotonic(), time.process_time()
    while time.process_time() < used + 0.1:
        pass
    return 0.1 / (time.monotonic() - begun)


def recovery(installation: Installation, load: Load) -> float:
    """How long until a write is acknowledged again and the worker is back."""
    begun = time.monotonic()
    number, content = load.file(1)
    other = installation.other_key  # of another agency, whose files do not wait for those of the load
    until(lambda: load.send(number, content, key=other), 120)
    until(lambda: bool(installation.worker()), 120)
    return time.monotonic() - begun


def sound_from_every_head(installation: Installation, heads: list[str]) -> int:
    """The whole chain is sound, and holds every head that was noted on the way. Returns how many entries it has."""
    said = json.loads(installation.run("audit", "verify", "--json", "--noted", heads[-1]))
    assert said["sound"], said
    with installation.connect() as connection:
        sql = "SELECT id || ':' || encode(digest, 'hex') FROM kernel_auditentry WHERE id = ANY(%s)"
        wanted = [int(noted.split(":")[0]) for noted in heads]
        kept = {str(row[0]) for row in connection.execute(sql, [wanted]).fetchall()}
    assert kept == set(heads)
    return int(said["entries"])


def test_nothing_acknowledged_is_lost(installation: Installation, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    load = Load(installation, chance, tmp_path)
    load.start()
    taken: list[float] = []  # seconds of a machine that had nothing else to do
    heads: list[str] = []
    for salvo in range(ROUNDS // SALVO):
        time.sleep(chance.uniform(0.1, 1.5))
        share = strike(installation, load, chance, chance.sample(KINDS, SALVO))
        passed = recovery(installation, load)
        taken.append(passed * share)
        heads.append(head(installation))
        neither_half_nor_lost(installation, load, finished=False)
        tell(f"R1: {(salvo + 1) * SALVO} kills, back after {passed:.1f} s with {share:.0%} of a core")
    load.stop()
    installation.python(RESUME)
    there = neither_half_nor_lost(installation, load, finished=True)
    entries = sound_from_every_head(installation, heads)
    tell(f"R1: {ROUNDS} kills, {len(load.acknowledged.written)} acknowledged of {there} kept, {entries} audit entries")
    tell(f"R1: seconds to recover, median {median(taken):.1f}, longest {max(taken):.1f}")
    assert load.acknowledged.refused == []
    assert max(taken) <= LONGEST_RECOVERY
