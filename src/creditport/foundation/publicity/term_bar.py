"""The term bar: when publicity began, when repair opens, when it ends by itself, and where today stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TermBar:
    """What one bar shows. Days are whole days in Hainan; places are per cent of the bar's length, 0 to 100.

    `repair_opens_on` is the first day on which repair may be asked for, `public_until` the first day on which
    the record is no longer shown. Either may be absent: not repairable by application, shown without an end.
    """

    public_from: date
    repair_opens_on: date | None
    public_until: date | None
    today: date
    repair_open: bool
    days_to_repair: int | None
    days_to_end: int | None
    place_repair: float | None
    place_today: float


def _place(day: date, start: date, end: date) -> float:
    """Where a day lies between start and end, in per cent, kept on the bar."""
    length = max((end - start).days, 1)
    return round(min(max((day - start).days / length * 100, 0.0), 100.0), 1)


def term_bar(*, public_from: date, repair_opens_on: date | None, public_until: date | None, today: date) -> TermBar:
    """The bar of one record as of `today`.

    >>> bar = term_bar(public_from=date(2026, 3, 1), repair_opens_on=date(2026, 6, 1),
    ...                public_until=date(2027, 3, 1), today=date(2026, 4, 20))
    >>> (bar.days_to_repair, bar.days_to_end, bar.repair_open)
    (42, 315, False)
    """
    repair_open = repair_opens_on is not None and repair_opens_on <= today
    end = public_until or max(today, public_from)
    return TermBar(
        public_from=public_from,
        repair_opens_on=repair_opens_on,
        public_until=public_until,
        today=today,
        repair_open=repair_open,
        days_to_repair=None if repair_opens_on is None or repair_open else (repair_opens_on - today).days,
        days_to_end=None if public_until is None else max((public_until - today).days, 0),
        place_repair=None if repair_opens_on is None else _place(repair_opens_on, public_from, end),
        place_today=_place(today, public_from, end),
    )
