"""Days of lists: the time for a statement in working days, the length of an entry in months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from creditport.kernel.workdays.workdays import add_workdays


def last_day_of_statement(served_on: date, workdays: int) -> date:
    """The last day on which a statement may be made. Raises UnknownYearError."""
    return add_workdays(served_on, workdays) if workdays else served_on


def months_later(day: date, months: int) -> date:
    """The corresponding day so many months later, or the last day of a shorter month.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
