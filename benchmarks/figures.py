"""A figure beside its limit, and the table that `make bench` prints."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Bound(StrEnum):
    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. `peer` names what it was measured against, in the same run."""

    name: str
    measured: float
    bound: Bound
    limit: float
    unit: str
    peer: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.limit if self.bound is Bound.AT_MOST else self.measured >= self.limit

    def line(self) -> str:
        mark = "met  " if self.met else "SHORT"
        beside = f"   beside {self.peer}" if self.peer else ""
        return f"{mark} {self.name:<62} {self.measured:>12.3f} {self.unit:<8} {self.bound} {self.limit:g}{beside}"


def say(text: str) -> None:
    """Progress and results go to the terminal at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(figure: Figure) -> Figure:
    say(figure.line())
    return figure


def keep(figures: list[Figure], folder: Path) -> None:
    """Write the run, and say which figure grew worse by a fifth (R28). What this run left out stays as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = folder / "latest.json"
    before = {entry["name"]: entry for entry in json.loads(stored.read_text())} if stored.exists() else {}
    for figure in figures:
        earlier = before.get(figure.name)
        if earlier and _worse(figure, float(earlier["measured"])):
            say(f"WORSE by a fifth: {figure.name}: {earlier['measured']:.3f} before, {figure.measured:.3f} now")
    known = before | {figure.name: asdict(figure) for figure in figures}
    stored.write_text(json.dumps(list(known.values()), ensure_ascii=False, indent=1) + "\n")


def _worse(figure: Figure, before: float) -> bool:
    if figure.bound is Bound.AT_MOST:
        return figure.measured > before * 1.2
    return figure.measured * 1.2 < before
