"""The one place that reads the clock. The domain is given `at`; only sites, tasks and commands call `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def civil_day(at: datetime) -> date:
    """The day in Hainan at this instant. Naive instants are refused: they have no place."""
    if at.tzinfo is None:
        raise ValueError("an instant without a time zone has no civil day")
    return at.astimezone(SHANGHAI).date()


def day_begins(day: date) -> datetime:
    """The first instant of that day in Hainan."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)
