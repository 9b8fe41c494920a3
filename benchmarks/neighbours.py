"""What else the machine is doing: a figure of speed means little while other programs hold its cores."""

from __future__ import annotations

import os
import time
from pathlib import Path

_IDLE = (3, 4)  # columns of /proc/stat: idle, and waiting for the disk


def busy_cores(seconds: float = 1.0) -> float:
    """How many cores others kept busy over these seconds, in which the bench itself asks for nothing."""
    before = _ticks()
    time.sleep(seconds)
    after = _ticks()
    spent = [late - early for early, late in zip(before, after, strict=True)]
    idle = sum(spent[column] for column in _IDLE)
    return (sum(spent) - idle) / max(sum(spent), 1) * (os.cpu_count() or 1)


def neighbours() -> str:
    """The same in words, for the line of a figure."""
    return f"{busy_cores():.1f} of {os.cpu_count()} cores busy with other programs"


def _ticks() -> list[int]:
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    return [int(number) for number in first.split()[1:9]]
