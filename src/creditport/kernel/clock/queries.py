"""What the database says of the time."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.clock.watch import WATCH, ClockWatch
from creditport.kernel.statements.statements import rows, statement


@dataclass(frozen=True, slots=True)
class DatabaseTime:
    """The database's clock and the instant of the last act on record, in seconds; None if there is none."""

    now: float
    latest_act: float | None


def database_time() -> DatabaseTime:
    """The database's clock, now."""
    ((now, latest),) = rows("default", statement("kernel.clock", "database_time"), {})
    return DatabaseTime(float(now), float(latest) if latest is not None else None)


def compare_clocks(watch: ClockWatch = WATCH) -> None:
    """Let the watch know the database's time."""
    told = database_time()
    watch.compare(database=told.now, latest_act=told.latest_act)
