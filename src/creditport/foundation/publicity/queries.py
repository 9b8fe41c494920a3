"""Every read of what may be shown. All go through the views that the public role sees, on its own connection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections

from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import Severity

ALIAS = "public"
MOST_COUNTED = 10_000

_COLUMNS = (
    "id, key, version, item, adverse, subject_id, agency, severity, decided_on, valid_until, content, rules,"
    " public_from, repair_opens_on, public_until, recorded_at, submission_id, row_number"
)


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


def _rows(sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def record_of_row(row: Sequence[Any]) -> PublicRecord:
    """A row of `_COLUMNS` as a value."""
    content = row[10]
    return PublicRecord(
        *row[:7],
        Severity(row[7]) if row[7] is not None else None,
        *row[8:10],
        content if isinstance(content, dict) else _parsed(content),
        *row[11:],
    )


def _parsed(content: object) -> dict[str, Any]:
    """Raw cursors hand jsonb over as text."""
    parsed = json.loads(str(content))
    if not isinstance(parsed, dict):
        raise TypeError("content of a record is not an object")
    return parsed


def public_records(
    subject_id: int, *, item: str | None = None, limit: int = 200, offset: int = 0
) -> tuple[PublicRecord, ...]:
    """What may be shown of a subject now, newest decision first; at most `limit`."""
    condition, values = "subject_id = %s", [subject_id]
    narrowed = " AND item = %s" if item else ""
    rows = _rows(
        f"SELECT {_COLUMNS} FROM public_record WHERE {condition}{narrowed}"
        " ORDER BY decided_on DESC, id DESC LIMIT %s OFFSET %s",
        [*values, *([item] if item else []), limit, offset],
    )
    return tuple(record_of_row(row) for row in rows)


def public_record(record_id: int) -> PublicRecord | None:
    """One record by the id of its present version, if it may be shown now."""
    rows = _rows(f"SELECT {_COLUMNS} FROM public_record WHERE id = %s", [record_id])
    return record_of_row(rows[0]) if rows else None


def record_counts(subject_id: int) -> Mapping[str, int]:
    """How many records of each item may be shown of a subject now."""
    rows = _rows("SELECT item, count(*) FROM public_record WHERE subject_id = %s GROUP BY item", [subject_id])
    return dict(rows)


def _conditions(wanted: PublicityFilter) -> tuple[str, list[object]]:
    """The WHERE clause of a list and its values."""
    tests: list[tuple[str, object]] = [("record.item = %s", wanted.item)]
    if wanted.severity is not None:
        tests.append(("record.severity = %s", int(wanted.severity)))
    if wanted.agency:
        tests.append(("record.agency = %s", wanted.agency))
    if wanted.county_code:
        tests.append(("subject.county_code = %s", wanted.county_code))
    if wanted.decided_from:
        tests.append(("record.decided_on >= %s", wanted.decided_from))
    if wanted.decided_to:
        tests.append(("record.decided_on <= %s", wanted.decided_to))
    if wanted.subjects is not None:
        tests.append(("record.subject_id = ANY(%s)", list(wanted.subjects)))
    return " AND ".join(test for test, _ in tests), [value for _, value in tests]


def publicity_list(wanted: PublicityFilter, *, after: str | None = None, limit: int = 50) -> PublicityPage:
    """One page of what may be shown now across subjects, newest decision first.

    `after` is the `next_after` of the page before (decision day and record id). A malformed one starts anew.
    """
    where, values = _conditions(wanted)
    source = (
        f"FROM public_record AS record JOIN public_subject AS subject ON subject.id = record.subject_id WHERE {where}"
    )
    columns = ", ".join(f"record.{column.strip()}" for column in _COLUMNS.split(","))
    place = _place_after(after)
    beyond = " AND (record.decided_on, record.id) < (%s, %s)" if place else ""
    rows = _rows(
        f"SELECT {columns}, subject.uscc, subject.name, subject.county_code {source}{beyond}"
        " ORDER BY record.decided_on DESC, record.id DESC LIMIT %s",
        [*values, *(place or ()), limit + 1],
    )
    listed = tuple(ListedRecord(record_of_row(row[:18]), row[18], row[19], row[20]) for row in rows[:limit])
    counted = _rows(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT {MOST_COUNTED + 1}) AS some", values)[0][0]
    last = listed[-1].record if listed and len(rows) > limit else None
    return PublicityPage(
        records=listed,
        total=min(counted, MOST_COUNTED),
        more_than_counted=counted > MOST_COUNTED,
        next_after=f"{last.decided_on:%Y%m%d}-{last.id}" if last else None,
    )


def _place_after(after: str | None) -> tuple[date, int] | None:
    """The place in a list that a page's `next_after` names, or None."""
    if not after:
        return None
    day, _, number = after.partition("-")
    try:
        return datetime.strptime(day, "%Y%m%d").date(), int(number)  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        return None


def latest(*, limit: int = 8) -> tuple[ListedRecord, ...]:
    """The latest penalties shown, for the home page."""
    return publicity_list_head("penalty", limit=limit)


def publicity_list_head(item: str, *, limit: int) -> tuple[ListedRecord, ...]:
    """The first records of a list, without counting it."""
    columns = ", ".join(f"record.{column.strip()}" for column in _COLUMNS.split(","))
    rows = _rows(
        f"SELECT {columns}, subject.uscc, subject.name, subject.county_code FROM public_record AS record"
        " JOIN public_subject AS subject ON subject.id = record.subject_id WHERE record.item = %s"
        " ORDER BY record.decided_on DESC, record.id DESC LIMIT %s",
        [item, limit],
    )
    return tuple(ListedRecord(record_of_row(row[:18]), row[18], row[19], row[20]) for row in rows)


def figures() -> tuple[Figure, ...]:
    """All counts of records shown, as last counted."""
    rows = _rows("SELECT item, severity, county_code, kind, month, records, counted_at FROM public_figure", [])
    return tuple(Figure(row[0], Severity(row[1]) if row[1] else None, *row[2:]) for row in rows)


def subject_figures() -> tuple[SubjectFigure, ...]:
    """All counts of subjects, as last counted."""
    rows = _rows("SELECT kind, county_code, status, subjects, counted_at FROM public_subject_figure", [])
    return tuple(SubjectFigure(*row) for row in rows)
