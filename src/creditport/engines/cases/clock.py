"""Counts the working days of a case. Pure: days in, days out; a year that is not known is told, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creditport.kernel.packs.schema_cases import CaseDeadline
from creditport.kernel.workdays.workdays import UnknownYearError, add_workdays, reckon, workdays_between


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a step; or none, for want of a deadline or of the calendar of `uncounted_year`."""

    on: date | None
    uncounted_year: int | None = None


def due(deadline: CaseDeadline, *, opened_on: date, entered_on: date, not_counted: int) -> date:
    """The last day of a step. The day counted from does not count itself; nor do `not_counted` working days.

    Those are the days on which the clock stood still since the case was opened. Raises UnknownYearError.
    """
    if deadline.counted_from == "opening":
        return add_workdays(opened_on, deadline.workdays + not_counted)
    return add_workdays(entered_on, deadline.workdays)


def due_or_unknown(deadline: CaseDeadline | None, *, opened_on: date, entered_on: date, not_counted: int) -> Due:
    """The same for a case in work: an application must not be turned away for want of next year's calendar."""
    if deadline is None:
        return Due(None)
    try:
        return Due(due(deadline, opened_on=opened_on, entered_on=entered_on, not_counted=not_counted))
    except UnknownYearError as error:
        return Due(None, error.year)


def provisional(deadline: CaseDeadline, *, opened_on: date, entered_on: date, not_counted: int, extended: int) -> date:
    """The last day of a step with weekends alone left out where there is no calendar. For telling people, no more."""
    if deadline.counted_from == "opening":
        first = reckon(opened_on, deadline.workdays + not_counted).on
    else:
        first = reckon(entered_on, deadline.workdays).on
    return reckon(first, extended).on


def later(day: date, workdays: int) -> Due:
    """The deadline moved by so many working days."""
    try:
        return Due(add_workdays(day, workdays))
    except UnknownYearError as error:
        return Due(None, error.year)


def workdays_left(due_on: date, today: date) -> int | None:
    """Working days until the day, 0 on the day itself, negative after it; None if the calendar does not say."""
    try:
        return workdays_between(today, due_on)
    except UnknownYearError:
        return None


def workdays_passed(since: date, until: date) -> int:
    """Working days from one day to another, for days on which a clock stood still.

    Days of a year that is not known are left out: the deadline becomes earlier, in favour of whoever waits.
    """
    try:
        return max(workdays_between(since, until), 0)
    except UnknownYearError as error:
        return max(workdays_between(since, date(error.year - 1, 12, 31)), 0) if since.year < error.year else 0
