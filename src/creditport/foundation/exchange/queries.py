"""The change feed and the full export: enough for anyone to keep an exact copy and to know what to stop showing.

The feed tells four changes of a record: published, amended, withdrawn, ended. The first three are versions of records
in the order in which they were committed; the last follows from the date alone. A reader keeps the cursor it was
given and asks again; replaying all changes gives the full export, byte for byte (see `replay.py`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson
from django.db import connections, transaction

from creditport.kernel.clock.clock import civil_day
from creditport.kernel.statements.statements import rows, statement

ALIAS = "default"


class ChangeKind(StrEnum):
    PUBLISHED = "published"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class CursorError(ValueError):
    """The cursor was not given by this feed."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A reader's place: in the commits (transaction, id) and in the endings (day, id)."""

    transaction: int
    record: int
    ended_on: date
    ended: int

    def text(self) -> str:
        plain = f"{self.transaction}.{self.record}.{self.ended_on:%Y%m%d}.{self.ended}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def cursor_of_text(text: str, *, today: date) -> Cursor:
    """The place that a cursor's text names; an empty text is the beginning.

    A reader at the beginning holds nothing, so endings before today do not concern it.
    """
    if not text:
        return Cursor(0, 0, today, 0)
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
        xid, record, day, ended = plain.split(".")
        return Cursor(int(xid), int(record), datetime.strptime(day, "%Y%m%d").date(), int(ended))  # noqa: DTZ007
    except ValueError:
        raise CursorError(text) from None


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `line` is the record as the full export has it; None where it must not show any more."""

    kind: ChangeKind
    key: str
    version: int
    at: datetime
    reason: str
    line: bytes | None


@dataclass(frozen=True, slots=True)
class ChangePage:
    changes: tuple[Change, ...]
    cursor: Cursor
    more: bool


def export_line(row: dict[str, Any]) -> bytes:
    """A record as one canonical line of JSON: sorted keys, no spaces, dates as YYYY-MM-DD."""
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


def _record_line(columns: tuple[Any, ...]) -> bytes:
    """The exported form of the columns that both statements share, `key` to `public_until`.

    Nothing of the register is in it: a subject renamed or merged leaves every line as it was told.
    """
    key, version, item, agency, severity, decided_on, valid_until, content = columns[:8]
    public_from, repair_opens_on, public_until = columns[8:11]
    return export_line(
        {
            "key": str(key),
            "version": version,
            "item": item,
            "agency": agency,
            "severity": severity,
            "decided_on": decided_on,
            "valid_until": valid_until,
            "content": json.loads(content) if isinstance(content, str) else content,
            "public_from": public_from,
            "repair_opens_on": repair_opens_on,
            "public_until": public_until,
        }
    )


def _committed(place: Cursor, limit: int, today: date) -> tuple[list[Change], Cursor, bool]:
    """Changes by commit after the place."""
    values = {"transaction": str(place.transaction), "record": place.record, "today": today, "limit": limit + 1}
    found = rows(ALIAS, statement("foundation.exchange", "changes"), values)
    changes = [
        Change(
            kind=ChangeKind(row[2]),
            key=str(row[5]),
            version=row[6],
            at=row[3],
            reason=row[4],
            line=_record_line(row[5:]) if row[2] in {"published", "amended"} else None,
        )
        for row in found[:limit]
    ]
    last = found[min(limit, len(found)) - 1] if found else None
    reached = Cursor(int(last[0]), last[1], place.ended_on, place.ended) if last else place
    return changes, reached, len(found) > limit


def _endings(place: Cursor, limit: int, today: date) -> tuple[list[Change], Cursor, bool]:
    """Publicity that ended by itself after the place and up to today."""
    values = {"after": place.ended_on, "ended": place.ended, "today": today, "limit": limit + 1}
    found = rows(ALIAS, statement("foundation.exchange", "endings"), values)
    changes = [Change(ChangeKind.ENDED, str(row[2]), row[3], row[4], "", None) for row in found[:limit]]
    if len(found) > limit:
        last = found[limit - 1]
        return changes, Cursor(place.transaction, place.record, last[0], last[1]), True
    # All endings up to today are told; those of today may still grow, so today is read again, from its last id.
    on_today = [row[1] for row in found if row[0] == today]
    ended = on_today[-1] if on_today else (place.ended if place.ended_on == today else 0)
    return changes, Cursor(place.transaction, place.record, today, ended), False


def changes(cursor: str, *, limit: int, at: datetime) -> ChangePage:
    """The changes after a cursor, at most `limit`, in an order in which they can be applied.

    Endings come after all commits, so that a version ended on the day it was read cannot come back.
    """
    today = civil_day(at)
    place = cursor_of_text(cursor, today=today)
    with transaction.atomic(using=ALIAS):
        told, reached, more = _committed(place, limit, today)
        if more or len(told) == limit:
            return ChangePage(tuple(told), reached, more=True)
        ended, reached, more = _endings(reached, limit - len(told), today)
    return ChangePage((*told, *ended), reached, more)


def full_export(*, at: datetime) -> Iterator[bytes]:
    """Every record that may be shown on the day of `at`, one canonical line each, ordered by key."""
    day = civil_day(at)
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as setter:
        setter.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])
        with connections[ALIAS].chunked_cursor() as cursor:
            cursor.execute(statement("foundation.exchange", "full_export"))
            for row in cursor:
                yield _record_line(row) + b"\n"
