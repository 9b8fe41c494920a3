"""The scoreboard of m15: how completely, how timely and how soundly each agency reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creditport.kernel.clock.clock import day_begins
from creditport.kernel.packs.registry import packs
from creditport.kernel.statements.statements import rows, statement


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of applied submissions. received = accepted + unchanged + rejected + quarantined."""

    submissions: int = 0
    received: int = 0
    accepted: int = 0
    unchanged: int = 0
    warned: int = 0
    rejected: int = 0
    quarantined: int = 0
    late: int = 0  # accepted after the item's update term, in working days
    unjudged: int = 0  # accepted, but of no decision, or while the working days of the year were not known

    def __add__(self, other: Counts) -> Counts:
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Counts(*(mine + theirs for mine, theirs in pairs))

    @property
    def sent_back(self) -> int:
        """Rows that were rejected or went to the privacy quarantine."""
        return self.rejected + self.quarantined

    @property
    def error_rate(self) -> float | None:
        """Share of received rows that were sent back; None without rows."""
        return self.sent_back / self.received if self.received else None

    @property
    def timeliness(self) -> float | None:
        """Share of the rows that could be judged which came within the update term; None without such rows."""
        judged = self.accepted - self.unjudged
        return (judged - self.late) / judged if judged else None


@dataclass(frozen=True, slots=True)
class AgencyMonth:
    """One agency in one month (named by its first day)."""

    month: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class AgencyScore:
    """One agency over the whole period. `expected` are the items it answers for, `reported` those that came."""

    agency: str
    months: tuple[AgencyMonth, ...]
    total: Counts
    expected: tuple[str, ...]
    reported: tuple[str, ...]

    @property
    def coverage(self) -> float | None:
        """Share of the items it answers for of which it reported any; None if it answers for none."""
        return len(self.reported) / len(self.expected) if self.expected else None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(item for item in self.expected if item not in self.reported)


def months_back(today: date, number: int) -> date:
    """The first day of the month `number` - 1 months before today's: the period is `number` months long."""
    count = today.year * 12 + today.month - number
    return date(count // 12, count % 12 + 1, 1)


def scoreboard(*, since: date, until: date, agency: str | None = None) -> tuple[AgencyScore, ...]:
    """Every agency of the packs (or one), from `since` up to and without `until`; silent agencies too."""
    values = {"since": day_begins(since), "until": day_begins(until), "agency": agency}
    months: dict[str, list[AgencyMonth]] = {}
    items: dict[str, set[str]] = {}
    for name, month, *counts, reported in rows("default", statement("foundation.ingestion", "scoreboard"), values):
        months.setdefault(name, []).append(AgencyMonth(month, Counts(*map(int, counts))))
        items.setdefault(name, set()).update(reported or ())
    agencies = packs().agencies
    wanted = [agency] if agency else sorted(agencies.keys() | months.keys())
    return tuple(_score(name, tuple(months.get(name, ())), items.get(name, set())) for name in wanted)


def _score(agency: str, months: tuple[AgencyMonth, ...], items: set[str]) -> AgencyScore:
    declared = packs().agencies.get(agency)
    expected = tuple(sorted(declared.items)) if declared else ()
    return AgencyScore(
        agency=agency,
        months=months,
        total=sum((month.counts for month in months), Counts()),
        expected=expected,
        reported=tuple(item for item in expected if item in items),
    )
