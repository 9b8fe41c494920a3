"""Days of lists: the time for a statement in working days, the length of an entry in months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from creditport.consequences.refusals import RefusedError
from creditport.kernel.workdays.workdays import UnknownYearError, add_workdays


def last_day_of_statement(served_on: date, workdays: int) -> date:
    """The last day on which a statement may be made. RefusedError where its calendar is not known: no right of a
    subject ends on a guessed day."""
    if not workdays:
        return served_on
    try:
        return add_workdays(served_on, workdays)
    except UnknownYearError as error:
        raise RefusedError(code="calendar-unknown", zh=f"{error.zh}。", en=f"{error.en}.") from error


def months_later(day: date, months: int) -> date:
    """The corresponding day so many months later, or the last day of a shorter month.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
