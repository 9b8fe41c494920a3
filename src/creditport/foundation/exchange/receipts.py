"""Who still has to acknowledge that it stopped showing something, and who is late. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from creditport.kernel.clock.clock import civil_day
from creditport.kernel.packs.registry import packs
from creditport.kernel.statements.statements import rows, statement
from creditport.kernel.workdays.workdays import UnknownYearError, add_workdays

ALIAS = "default"
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Stop:
    """An item that a recipient was given and must show no more. `due_on` is None while the days cannot be counted."""

    reader_id: int
    agency: str
    label: str
    key: UUID
    version: int
    announced_at: datetime
    cause: str
    item: str
    acknowledged_at: datetime | None
    due_on: date | None

    def late(self, today: date) -> bool:
        """Not acknowledged although the day has passed."""
        return self.acknowledged_at is None and self.due_on is not None and today > self.due_on


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient of a version: when it was given it, when what came after, when it acknowledged."""

    reader_id: int
    agency: str
    label: str
    given_at: datetime
    told_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Follower:
    """A recipient with what it has acknowledged and what it has not."""

    agency: str
    label: str
    stops: int
    acknowledged: int
    late: int
    oldest_late: date | None  # the day it was due


def stops(at: datetime, *, reader_id: int | None = None) -> tuple[Stop, ...]:
    """What recipients must show no more, of one of them or of all, oldest announcement first."""
    values = {"reader": reader_id, "today": civil_day(at), "since": at - LOOKED_BACK}
    found = rows(ALIAS, statement("foundation.exchange", "stops"), values)
    return tuple(Stop(*(*row, _due(row[5], civil_day(at)))) for row in found)


def waiting_for(reader_id: int, at: datetime) -> tuple[Stop, ...]:
    """What one recipient has not acknowledged yet."""
    return tuple(each for each in stops(at, reader_id=reader_id) if each.acknowledged_at is None)


def followers(at: datetime) -> tuple[Follower, ...]:
    """Every recipient that was given something to stop showing; those most late first."""
    by_reader: dict[int, list[Stop]] = {}
    for each in stops(at):
        by_reader.setdefault(each.reader_id, []).append(each)
    made = (_follower(each, civil_day(at)) for each in by_reader.values())
    return tuple(sorted(made, key=lambda each: (-each.late, each.agency, each.label)))


def laggards(at: datetime) -> tuple[Follower, ...]:
    """Those who are named: a day has passed and nothing was acknowledged."""
    return tuple(each for each in followers(at) if each.late)


def recipients(key: UUID, version: int) -> tuple[Recipient, ...]:
    """Everybody who was given a version of a record: whom a correction has to reach."""
    found = rows(ALIAS, statement("foundation.exchange", "recipients"), {"key": key, "version": version})
    return tuple(Recipient(*row) for row in found)


def _follower(given: Iterable[Stop], today: date) -> Follower:
    all_of = tuple(given)
    late = [each.due_on for each in all_of if each.late(today) and each.due_on]
    return Follower(
        agency=all_of[0].agency,
        label=all_of[0].label,
        stops=len(all_of),
        acknowledged=sum(each.acknowledged_at is not None for each in all_of),
        late=len(late),
        oldest_late=min(late, default=None),
    )


def _due(announced_at: datetime, today: date) -> date | None:
    workdays = packs().receipt_workdays(today)
    return None if workdays is None else _counted(civil_day(announced_at), workdays, packs().version)


@lru_cache(maxsize=1024)
def _counted(day: date, workdays: int, _rules: str) -> date | None:
    try:
        return add_workdays(day, workdays)
    except UnknownYearError:
        return None
