"""Reads of records for those who may see what is held, and for both times: what was true, and what was known."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.kernel.statements.statements import rows, statement


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One version of a record as it is held; sealed values are not in it."""

    id: int
    key: UUID
    version: int
    cause: Cause
    item: str
    adverse: bool
    subject_id: int | None
    linked_by: str
    agency: str
    submission_id: int
    row_number: int
    severity: Severity | None
    decided_on: date
    valid_until: date | None
    state: RecordState
    reason: str
    content: dict[str, Any]
    held: dict[str, Any]
    recorded_at: datetime
    rules: str
    shown: bool
    public_from: date | None
    repair_opens_on: date | None
    public_until: date | None


COLUMNS = tuple(RecordVersion.__dataclass_fields__)


def _versions(name: str, values: dict[str, object]) -> tuple[RecordVersion, ...]:
    sql = statement("foundation.records", name).replace("/*columns*/", ", ".join(COLUMNS))
    return tuple(_version(dict(zip(COLUMNS, row, strict=True))) for row in rows("default", sql, values))


def _version(row: dict[str, Any]) -> RecordVersion:
    for column in ("content", "held"):
        if not isinstance(row[column], dict):
            row[column] = json.loads(row[column])
    row["cause"] = Cause(row["cause"])
    row["state"] = RecordState(row["state"])
    row["severity"] = Severity(row["severity"]) if row["severity"] is not None else None
    return RecordVersion(**row)


def as_of(subject_id: int, *, true_on: date, known_at: datetime) -> tuple[RecordVersion, ...]:
    """What was known of a subject at `known_at` to hold on the day `true_on`, newest decision first.

    A record holds on a day if it was decided by then, still ran, and had not been withdrawn as known.
    """
    return _versions("as_of", {"subject": subject_id, "true_on": true_on, "known_at": known_at})


def history(key: UUID) -> tuple[RecordVersion, ...]:
    """Every version of a record, oldest first."""
    return _versions("history", {"key": key})


def held_by_agency(
    agency: str, *, text: str = "", item: str | None = None, limit: int = 50
) -> tuple[RecordVersion, ...]:
    """Latest versions an agency reported, newest first; `text` matches a document number or party code exactly."""
    return _versions("held_by_agency", {"agency": agency, "text": text, "item": item, "limit": limit})


def latest_of_subject(subject_id: int) -> tuple[RecordVersion, ...]:
    """The versions that stand now of every record of a subject, withdrawn ones too, newest decision first."""
    return _versions("latest_of_subject", {"subject": subject_id})
