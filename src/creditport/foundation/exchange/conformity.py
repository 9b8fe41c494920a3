"""Compares what a credit agency shows with what may be shown: what to stop, what is wrong, since when it was told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditport.foundation.records.choices import RecordState
from creditport.kernel.clock.clock import civil_day, day_begins
from creditport.kernel.statements.statements import rows, statement

MOST_ROWS = 200_000
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "record", "record_key", "信息标识"),
    "uscc": ("uscc", "party_code", "统一社会信用代码", "社会信用代码", "行政相对人代码_1(统一社会信用代码)"),
    "document_number": ("document_number", "文书号", "决定书文号", "行政处罚决定书文号"),
    "public_from": ("public_from", "公示起始", "公示日期", "公示起始日期"),
    "repair_opens_on": ("repair_opens_on", "可修复日期", "可申请修复日期"),
    "public_until": ("public_until", "公示截止", "公示截止期", "公示截止日期", "自动停止公示日期"),
}
_DAYS = ("public_from", "repair_opens_on", "public_until", "decided_on")


class Deviation(StrEnum):
    """What is wrong with a row."""

    STOP = "stop-showing"
    DATE = "wrong-date"
    VALUE = "wrong-value"
    UNKNOWN = "unknown"


class UnreadableError(ValueError):
    """The file cannot be read as a table of what is shown."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of what an agency shows: by key, or by code and document number; and what it says."""

    row: int
    key: str
    uscc: str
    document_number: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One deviation. `announced_at` is when the feed told the right state; None where nothing was ever published."""

    row: int
    key: str | None
    uscc: str
    document_number: str
    kind: Deviation
    field: str
    shown: str
    right: str
    reason: str  # withdrawn, repaired, ended …: the cause of the version
    announced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a comparison."""

    rows: int
    right: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        counts = {kind.value: sum(each.kind is kind for each in self.findings) for kind in Deviation}
        return {
            "rows": self.rows,
            "right": self.right,
            "counts": counts,
            "findings": [
                {
                    "row": each.row,
                    "key": each.key,
                    "uscc": each.uscc or None,
                    "document_number": each.document_number or None,
                    "kind": each.kind.value,
                    "field": each.field or None,
                    "shown": each.shown or None,
                    "right": each.right or None,
                    "reason": each.reason or None,
                    "announced_at": each.announced_at.isoformat() if each.announced_at else None,
                }
                for each in self.findings
            ],
        }


@dataclass(frozen=True, slots=True)
class _Held:
    """A record as it stands with us."""

    row: int
    key: UUID
    version: int
    state: str
    shown: bool
    cause: str
    recorded_at: datetime
    public_from: date | None
    repair_opens_on: date | None
    public_until: date | None
    content: Any
    decided_on: date
    showed: int | None  # the last version that was shown

    def shows(self, today: date) -> bool:
        begun = self.public_from is not None and self.public_from <= today
        runs = self.public_until is None or today < self.public_until
        return self.state == RecordState.IN_FORCE and self.shown and begun and runs


def compare(shown: Iterable[ShownRow], at: datetime) -> Report:
    """Every deviation of these rows from what may be shown on the day of `at`."""
    asked = tuple(shown)
    held: dict[int, list[_Held]] = {}
    for each in _held(asked):
        held.setdefault(each.row, []).append(each)
    findings: list[Finding] = []
    right = 0
    for row in asked:
        wrong = tuple(_judge(row, held.get(row.row, []), civil_day(at)))
        findings.extend(wrong)
        right += not wrong
    return Report(len(asked), right, tuple(findings))


def _held(asked: tuple[ShownRow, ...]) -> Iterator[_Held]:
    values = {
        "rows": [each.row for each in asked],
        "keys": [each.key for each in asked],
        "codes": [each.uscc for each in asked],
        "numbers": [each.document_number for each in asked],
    }
    for row in rows("default", statement("foundation.exchange", "shown_elsewhere"), values):
        held = _Held(*row)
        yield replace(held, content=json.loads(held.content)) if isinstance(held.content, str) else held


def _judge(row: ShownRow, held: list[_Held], today: date) -> Iterator[Finding]:
    """One of several decisions under a number may justify the row; if none does, the latest says what is wrong."""
    told = [each for each in held if each.showed is not None]
    if not told:
        yield _finding(row, None, Deviation.UNKNOWN)
        return
    showing = [each for each in told if each.shows(today)]
    if not showing:
        yield _stopped(row, max(told, key=lambda each: each.recorded_at), today)
        return
    wrong = [tuple(_differences(row, each)) for each in showing]
    if all(wrong):
        yield from min(wrong, key=len)


def _stopped(row: ShownRow, held: _Held, today: date) -> Finding:
    if held.shown and held.public_until is not None and held.public_until <= today:
        return _finding(row, held, Deviation.STOP, reason="ended", announced_at=day_begins(held.public_until))
    return _finding(row, held, Deviation.STOP, reason=held.cause, announced_at=held.recorded_at)


def _differences(row: ShownRow, held: _Held) -> Iterator[Finding]:
    for field, shown in row.said.items():
        if field in _DAYS:
            right = getattr(held, field)
            text = right.isoformat() if right else ""
            if _day(shown) != text:
                yield _finding(row, held, Deviation.DATE, field, shown, text, held.cause, held.recorded_at)
        elif field in held.content and not _same(str(held.content[field]), shown):
            right_value = str(held.content[field])
            yield _finding(row, held, Deviation.VALUE, field, shown, right_value, held.cause, held.recorded_at)


def _finding(
    row: ShownRow,
    held: _Held | None,
    kind: Deviation,
    field: str = "",
    shown: str = "",
    right: str = "",
    reason: str = "",
    announced_at: datetime | None = None,
) -> Finding:
    return Finding(
        row=row.row,
        key=str(held.key) if held else row.key or None,
        uscc=row.uscc,
        document_number=row.document_number,
        kind=kind,
        field=field,
        shown=shown,
        right=right,
        reason=reason,
        announced_at=announced_at,
    )


def _day(text: str) -> str:
    """A day as YYYY-MM-DD, however it was written; the text itself if it is none."""
    digits = "".join(char if char.isdigit() else " " for char in text).split()
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    return f"{int(digits[0]):04}-{int(digits[1]):02}-{int(digits[2]):02}" if len(digits) >= 3 else text


def _same(right: str, shown: str) -> bool:
    """The same text, or the same number however it is written."""
    if right == shown:
        return True
    try:
        return Decimal(right) == Decimal(shown)
    except InvalidOperation:
        return False


def read_shown(content: bytes) -> tuple[ShownRow, ...]:
    """The rows of a CSV or JSON Lines file in UTF-8 or GB18030. Raises UnreadableError."""
    text = _decoded(content).lstrip("\ufeff")
    table = list(_json_lines(text) if text.lstrip().startswith("{") else _csv(text))
    if len(table) > MOST_ROWS:
        raise UnreadableError(f"more than {MOST_ROWS} rows")
    return tuple(_shown(number, each) for number, each in enumerate(table, start=1))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("neither UTF-8 nor GB18030")


def _csv(text: str) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    known = {_canonical(name) for name in reader.fieldnames or ()}
    if not ("key" in known or {"uscc", "document_number"} <= known):
        raise UnreadableError("the header names neither a record key nor code and document number")
    for row in reader:
        yield {_canonical(name): (value or "").strip() for name, value in row.items() if isinstance(name, str)}


def _json_lines(text: str) -> Iterator[dict[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except ValueError:
            raise UnreadableError(f"line {number} is no JSON") from None
        if not isinstance(said, dict):
            raise UnreadableError(f"line {number} is no object")
        content = said.get("content")
        if isinstance(content, dict):  # a line of the feed or of the export
            said = {**content, **{name: said[name] for name in ("key", "uscc", *_DAYS) if name in said}}
        flat = {name: value for name, value in said.items() if not isinstance(value, dict)}
        yield {_canonical(name): str(value).strip() for name, value in flat.items() if value is not None}


def _canonical(header: str) -> str:
    plain = header.strip()
    return next((name for name, spellings in _HEADERS.items() if plain in spellings), plain)


def _shown(number: int, said: Mapping[str, str]) -> ShownRow:
    key = said.get("key", "")
    try:
        key = str(UUID(key)) if key else ""
    except ValueError:
        raise UnreadableError(f"row {number}: {key} is no record key") from None
    told = {name: value for name, value in said.items() if value and name not in {"key", "uscc"}}
    told.pop("version", None)
    return ShownRow(number, key, said.get("uscc", "").replace(" ", "").upper(), said.get("document_number", ""), told)
