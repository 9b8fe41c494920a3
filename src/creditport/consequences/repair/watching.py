"""Looks for deletions that somebody may have sold: records that stopped being shown in an unusual way.

Reads the versions of the records themselves, so that what was written past the platform is found too. What is found is
said to the auditors; it accuses nobody. Rows of submissions are not looked at: there the agency's file is the ground.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from creditport.foundation.records.choices import Cause
from creditport.kernel.clock.clock import SHANGHAI, civil_day
from creditport.kernel.identity.choices import ActorKind
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import WatchKind, WatchRule
from creditport.kernel.statements.statements import rows, statement
from creditport.kernel.workdays.workdays import UnknownYearError, is_workday


@dataclass(frozen=True, slots=True)
class Stopped:
    """One version by which a record stopped being shown; what is None is not on record."""

    key: UUID
    version: int
    cause: Cause
    reason: str
    at: datetime
    agency: str
    subject_id: int | None
    by_kind: str | None
    by: str | None
    decision_id: int | None
    filed_by: str | None
    filed_by_kind: str | None
    filed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unusual:
    """A stop that some rule of the packs wants looked at, and by which rules."""

    stopped: Stopped
    rules: tuple[WatchRule, ...]


def unusual_stops(*, since: datetime, until: datetime) -> tuple[Unusual, ...]:
    """Everything unusual in a span of time, oldest first, by the rules in force on the day of `until`.

    Patterns are counted over all days that a rule spans, also those before `since`.
    """
    rules = [rule for rule in packs().watch_rules if packs().stands(rule, civil_day(until))]
    longest = max((rule.within_days for rule in rules), default=0)
    every = _stopped(since - timedelta(days=longest), until)
    found = []
    for each in every:
        if each.at >= since:
            fitting = tuple(rule for rule in rules if _SEES[rule.kind](rule, each, every))
            if fitting:
                found.append(Unusual(each, fitting))
    return tuple(found)


def _stopped(since: datetime, until: datetime) -> tuple[Stopped, ...]:
    found = rows("default", statement("consequences.repair", "stopped"), {"since": since, "until": until})
    return tuple(Stopped(row[0], row[1], Cause(row[2]), *row[3:]) for row in found)


def _no_ground(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    if each.by is None:
        return True
    if each.cause is Cause.REPAIRED:
        return each.decision_id is None
    return each.cause is Cause.WITHDRAWN and not each.reason.strip()


def _odd_hours(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    if each.by_kind != ActorKind.STAFF:
        return False
    here = each.at.astimezone(SHANGHAI)
    try:
        works = is_workday(here.date())
    except UnknownYearError:
        works = True  # the hour still speaks
    return not works or not rule.office_from_hour <= here.hour < rule.office_to_hour


def _same_hands(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    return each.by_kind == ActorKind.STAFF and each.filed_by is not None and each.filed_by == each.by


def _in_haste(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    if each.by_kind != ActorKind.STAFF or each.filed_at is None:
        return False
    return each.at - each.filed_at < timedelta(minutes=rule.within_minutes)


def _around(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> list[Stopped]:
    """Stops within the span of the rule, before and after this one."""
    span = timedelta(days=rule.within_days)
    return [other for other in every if abs(other.at - each.at) < span]


def _one_officer(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    if each.by_kind != ActorKind.STAFF:
        return False
    return Counter(other.by for other in _around(rule, each, every))[each.by] >= rule.at_least


def _one_counsel(rule: WatchRule, each: Stopped, every: Sequence[Stopped]) -> bool:
    if each.filed_by_kind != ActorKind.COUNSEL:
        return False
    pairs = Counter((other.filed_by, other.by) for other in _around(rule, each, every))
    return pairs[each.filed_by, each.by] >= rule.at_least


_SEES: dict[WatchKind, Callable[[WatchRule, Stopped, Sequence[Stopped]], bool]] = {
    WatchKind.NO_GROUND: _no_ground,
    WatchKind.ODD_HOURS: _odd_hours,
    WatchKind.SAME_HANDS: _same_hands,
    WatchKind.IN_HASTE: _in_haste,
    WatchKind.ONE_OFFICER: _one_officer,
    WatchKind.ONE_COUNSEL: _one_counsel,
}
