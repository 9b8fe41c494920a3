"""Working days (工作日) of the mainland, as the General Office of the State Council sets them each year.

Days come from the calendar library and, before it, from `calendar.yml` of the packs. A year known to neither fails
loudly: a deadline that is guessed is a wrong deadline. What only tells people how things stand may say a provisional
day instead (`reckon`), if it says that it is one; nothing may be decided by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays as _library_holidays

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CalendarYear

_DAY = timedelta(days=1)
_LIBRARY_YEARS = frozenset(day.year for day in _library_holidays)
_SATURDAY = 5


class UnknownYearError(LookupError):
    """The working days of the year are not known. `year` names it; the texts say what to do, in both languages."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.zh = (
            f"{year} 年放假调休安排尚未公布或未收录，无法确定期限；"
            f"公布后请将国务院办公厅关于 {year} 年部分节假日安排的通知录入 packs/national/calendar.yml"
        )
        self.en = (
            f"the working days of {year} are not published or not on file, so the deadline is not certain; once the "
            f"notice of the General Office of the State Council for {year} is out, enter it into "
            "packs/national/calendar.yml"
        )
        super().__init__(self.en)


def is_workday(day: date) -> bool:
    """Whether offices work on that day. Raises UnknownYearError."""
    answer = _by_notice(packs().calendar, day)
    if answer is not None:
        return answer
    if day.year in packs().calendar:
        return day.weekday() < _SATURDAY
    if day.year not in _LIBRARY_YEARS:
        raise UnknownYearError(day.year)
    return _library_says(day)


def add_workdays(day: date, n: int) -> date:
    """The n-th working day after the day; the day itself does not count. Raises UnknownYearError."""
    if n < 0:
        raise ValueError(f"working days are counted forward only, got {n}")
    while n > 0:
        day += _DAY
        n -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative if `end` lies before `start`.

    `workdays_between(day, add_workdays(day, n)) == n`. Raises UnknownYearError.
    """
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + _DAY * passed) for passed in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day so many working days on. `provisional_for` names the year without a calendar, in which weekends alone
    were left out; None: the day is certain."""

    on: date
    provisional_for: int | None = None


def reckon(day: date, n: int) -> Reckoned:
    """Like `add_workdays`, for telling people: in a year without a calendar every weekday counts, and the day is
    provisional. Holidays make the true day later, so whoever keeps the provisional one is in time."""
    try:
        return Reckoned(add_workdays(day, n))
    except UnknownYearError as error:
        year = error.year
    while n > 0:
        day += _DAY
        n -= _weekday_or_workday(day)
    return Reckoned(day, year)


def reckon_between(start: date, end: date) -> int:
    """Like `workdays_between`, with weekends alone left out in a year without a calendar. For telling people."""
    if end < start:
        return -reckon_between(end, start)
    return sum(_weekday_or_workday(start + _DAY * passed) for passed in range(1, (end - start).days + 1))


def _weekday_or_workday(day: date) -> bool:
    try:
        return is_workday(day)
    except UnknownYearError:
        return day.weekday() < _SATURDAY


def known_years() -> frozenset[int]:
    """The years whose working days are known."""
    return _LIBRARY_YEARS | frozenset(packs().calendar)


def _by_notice(calendar: Mapping[int, CalendarYear], day: date) -> bool | None:
    """What the notices in the packs say. The notice of a year may also move days of the December before it."""
    for year in (day.year, day.year + 1):
        notice = calendar.get(year)
        if notice is None:
            continue
        if day in notice.days_off:
            return False
        if day in notice.working_weekends:
            return True
    return None


@lru_cache(maxsize=4096)
def _library_says(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))
