"""Every read of what may be shown. All go through the views that the public role sees, on its own connection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import Severity
from creditport.kernel.statements.statements import rows, statement

ALIAS = "public"
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """One record as it may be shown now: the public fields only, with its dates and where it came from."""

    id: int
    key: UUID
    version: int
    item: str
    adverse: bool
    subject_id: int
    agency: str
    severity: Severity | None
    decided_on: date
    valid_until: date | None
    content: Mapping[str, Any]
    rules: str
    public_from: date
    repair_opens_on: date | None
    public_until: date | None
    recorded_at: datetime
    submission_id: int
    row_number: int
    disputed: bool  # an objection to it is in work

    def bar(self, today: date) -> TermBar:
        """The term bar of this record on that day."""
        return term_bar(
            public_from=self.public_from,
            repair_opens_on=self.repair_opens_on,
            public_until=self.public_until,
            today=today,
        )


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record in a list across subjects, with what tells the subject."""

    record: PublicRecord
    uscc: str | None
    name: str
    county_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityFilter:
    """What a publicity list is narrowed to. `subjects`: ids found by a search for the keyword, or None."""

    item: str
    severity: Severity | None = None
    agency: str | None = None
    county_code: str | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    subjects: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class PublicityPage:
    """One page of a list. `total` counts at most `MOST_COUNTED`; `more_than_counted` says that there are more."""

    records: tuple[ListedRecord, ...]
    total: int
    more_than_counted: bool
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Number of records shown, by item, severity, county, kind of subject and month of decision."""

    item: str
    severity: Severity | None
    county_code: str
    kind: str
    month: date
    records: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class SubjectFigure:
    kind: str
    county_code: str
    status: str
    subjects: int
    counted_at: datetime


def _read(name: str, **values: object) -> list[tuple[Any, ...]]:
    """Rows of one named statement, as the public role sees them."""
    return rows(ALIAS, statement("foundation.publicity", name), values)


def _record(row: Sequence[Any]) -> PublicRecord:
    """The first 19 columns that the statements share, as a value."""
    content = row[10] if isinstance(row[10], dict) else json.loads(row[10])
    return PublicRecord(
        id=row[0],
        key=row[1],
        version=row[2],
        item=row[3],
        adverse=row[4],
        subject_id=row[5],
        agency=row[6],
        severity=Severity(row[7]) if row[7] is not None else None,
        decided_on=row[8],
        valid_until=row[9],
        content=content,
        rules=row[11],
        public_from=row[12],
        repair_opens_on=row[13],
        public_until=row[14],
        recorded_at=row[15],
        submission_id=row[16],
        row_number=row[17],
        disputed=row[18],
    )


def _listed(row: Sequence[Any]) -> ListedRecord:
    return ListedRecord(_record(row), uscc=row[19], name=row[20], county_code=row[21])


def public_records(
    subject_id: int, *, item: str | None = None, limit: int = 200, offset: int = 0
) -> tuple[PublicRecord, ...]:
    """What may be shown of a subject now, newest decision first; at most `limit`."""
    found = _read("records_of_subject", subject=subject_id, item=item, limit=limit, offset=offset)
    return tuple(_record(row) for row in found)


def public_record(record_id: int) -> PublicRecord | None:
    """One record by the id of its present version, if it may be shown now."""
    found = _read("record", record=record_id)
    return _record(found[0]) if found else None


def record_counts(subject_id: int) -> Mapping[str, int]:
    """How many records of each item may be shown of a subject now."""
    return dict(_read("record_counts", subject=subject_id))


def _narrowing(wanted: PublicityFilter) -> dict[str, object]:
    """A filter as the values of the list statements; None narrows nothing."""
    return {
        "item": wanted.item,
        "severity": None if wanted.severity is None else int(wanted.severity),
        "agency": wanted.agency or None,
        "county": wanted.county_code or None,
        "decided_from": wanted.decided_from,
        "decided_to": wanted.decided_to,
        "subjects": None if wanted.subjects is None else list(wanted.subjects),
    }


def publicity_list(wanted: PublicityFilter, *, after: str | None = None, limit: int = 50) -> PublicityPage:
    """One page of what may be shown now across subjects, newest decision first.

    `after` is the `next_after` of the page before (decision day and record id). A malformed one starts anew.
    """
    found = _page(wanted, after=after, limit=limit + 1)
    listed = found[:limit]
    bound = MOST_COUNTED + 1
    counted = _read("list_count", bound=bound, **_narrowing(wanted))[0][0]
    last = listed[-1].record if len(found) > limit else None
    return PublicityPage(
        records=listed,
        total=min(counted, MOST_COUNTED),
        more_than_counted=counted > MOST_COUNTED,
        next_after=f"{last.decided_on:%Y%m%d}-{last.id}" if last else None,
    )


def _page(wanted: PublicityFilter, *, after: str | None, limit: int) -> tuple[ListedRecord, ...]:
    place = _place_after(after)
    day, number = place if place else (None, None)
    found = _read("list", after_day=day, after_id=number, limit=limit, **_narrowing(wanted))
    return tuple(_listed(row) for row in found)


def _place_after(after: str | None) -> tuple[date, int] | None:
    """The place in a list that a page's `next_after` names, or None."""
    if not after:
        return None
    day, _, number = after.partition("-")
    try:
        return datetime.strptime(day, "%Y%m%d").date(), int(number)  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return None


def latest(item: str, *, limit: int = 8) -> tuple[ListedRecord, ...]:
    """The latest records of an item that are shown, for the home page; not counted."""
    return _page(PublicityFilter(item=item), after=None, limit=limit)


def figures() -> tuple[Figure, ...]:
    """All counts of records shown, as last counted."""
    return tuple(Figure(row[0], Severity(row[1]) if row[1] else None, *row[2:]) for row in _read("figures"))


def subject_figures() -> tuple[SubjectFigure, ...]:
    """All counts of subjects, as last counted."""
    return tuple(SubjectFigure(*row) for row in _read("subject_figures"))
