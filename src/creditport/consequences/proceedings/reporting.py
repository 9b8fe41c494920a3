"""A file in which proceedings are reported, row by row: each row noted, known already, or sent back with its reason.

A row names the act (by its id, or a record by code and document number), where it is contested, and what was ordered,
if anything was. A row is done whole or not at all; sent again it changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from django.db import transaction

from creditport.consequences.proceedings import refusals
from creditport.consequences.proceedings.actions import (
    Course,
    Filing,
    Order,
    report_course,
    report_proceeding,
)
from creditport.consequences.proceedings.acts import record_called
from creditport.consequences.proceedings.choices import Contested, ProceedingAct, ProceedingKind, Result
from creditport.consequences.refusals import RefusedError
from creditport.engines.batch.readers import open_table
from creditport.engines.batch.tables import BadLine, LineFault
from creditport.engines.checks.problems import problem_words
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor

_Told = TypeVar("_Told", Contested, ProceedingKind, ProceedingAct | Result)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "about": ("所涉行为", "争议对象"),
    "id": ("标识", "信息标识"),
    "subject": ("统一社会信用代码", "uscc"),
    "document_number": ("决定文书号", "文书号"),
    "kind": ("程序",),
    "body": ("复议机关或者法院", "受理机关"),
    "reference": ("案号",),
    "filed_on": ("受理或者立案日期", "受理日期"),
    "act": ("决定或者裁判内容", "进展"),
    "ruling": ("文书编号",),
    "ruled_on": ("文书日期",),
    "reason": ("理由",),
}
_ABOUT = {
    Contested.RECORD: ("", "记录", "信用信息"),
    Contested.LIST_ENTRY: ("列入", "名单列入"),
    Contested.MEASURE: ("措施", "已实施的措施"),
    Contested.DECISION: ("核查", "核查结果"),
}
_KINDS = {
    ProceedingKind.RECONSIDERATION: ("行政复议", "复议"),
    ProceedingKind.LITIGATION: ("行政诉讼", "诉讼"),
}
_ACTS: Mapping[ProceedingAct | Result, tuple[str, ...]] = {
    ProceedingAct.SUSPENDED: ("停止执行",),
    ProceedingAct.RESUMED: ("恢复执行",),
    Result.UPHELD: ("维持", "维持原行为"),
    Result.ANNULLED: ("撤销", "撤销原行为"),
    Result.DISCONTINUED: ("终止", "程序终止，未对原行为作出裁断"),
}


class Became(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Words:
    """Why a row was sent back and what to do, in one language."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RowDone:
    """A row of the file (1 is the first under the header) and what became of it; `code` and words of one sent back."""

    row: int
    became: Became
    code: str = ""
    zh: Words | None = None
    en: Words | None = None


class _CellError(Exception):
    """A cell that cannot be understood, by the code of its words."""

    def __init__(self, code: str, column: str, value: str = "", detail: str = "") -> None:
        super().__init__(code)
        self.code, self.column, self.value, self.detail = code, column, value, detail


def report_file(*, actor: Actor, path: Path) -> Iterator[RowDone]:
    """Report every row of a CSV, TSV, XLSX or JSON Lines file. Raises TableFaultError if it is no such table."""
    known = {spelling: name for name, spellings in COLUMNS.items() for spelling in (name, *spellings)}
    table = open_table(path, lambda header: header.strip().lower() in known)
    names = [known.get(header.strip().lower(), "") for header in table.header.cells]
    with TemporaryDirectory() as folder:
        for part in table.parts(Path(folder)):
            for line in part.bad:
                yield _unreadable(line, len(names))
            with part.path.open(encoding="utf-8", newline="") as file:
                for number, *cells in csv.reader(file):
                    said = {name: cell for name, cell in zip(names, cells, strict=True) if name}
                    yield _done(actor, int(number), said)


def _unreadable(line: BadLine, width: int) -> RowDone:
    counted = line.fault is LineFault.COLUMNS
    return _sent_back(line.number, line.fault, value=str(width) if counted else "", detail=str(line.found))


def _sent_back(row: int, code: str, *, column: str = "", value: str = "", detail: str = "") -> RowDone:
    zh = problem_words(code, "zh", column=COLUMNS[column][0] if column else "", value=value, detail=detail)
    en = problem_words(code, "en", column=column, value=value, detail=detail)
    closed = code == "code-unknown"  # then the few values there are say more than the general remedy
    return RowDone(
        row,
        Became.REJECTED,
        code,
        Words(zh.reason, f"改为：{detail}" if closed else zh.remedy),
        Words(en.reason, f"Write one of: {detail}" if closed else en.remedy),
    )


def _done(actor: Actor, row: int, said: Mapping[str, str]) -> RowDone:
    said = {name: cell.replace("\x00", "").strip() for name, cell in said.items()}
    try:
        with transaction.atomic():
            changed = _report(actor, said)
    except _CellError as wrong:
        return _sent_back(row, wrong.code, column=wrong.column, value=wrong.value, detail=wrong.detail)
    except RefusedError as refused:
        zh, en = refusals.remedy(refused.code)
        return RowDone(row, Became.REJECTED, refused.code, Words(refused.zh, zh), Words(refused.en, en))
    return RowDone(row, Became.ACCEPTED if changed else Became.UNCHANGED)


def _report(actor: Actor, said: Mapping[str, str]) -> bool:
    at = now()
    about = _one_of(said, "about", _ABOUT)
    filing = Filing(
        kind=_one_of(said, "kind", _KINDS),
        body=_text(said, "body"),
        reference=_text(said, "reference"),
        filed_on=_day(said, "filed_on"),
    )
    course = _course(said)
    noted = report_proceeding(actor=actor, at=at, about_kind=about, about_id=_act_id(about, said), filing=filing)
    if course is None:
        return noted.changed
    done = report_course(actor=actor, at=at, proceeding_id=noted.proceeding.pk, course=course)
    return noted.changed or done.changed


def _act_id(about: Contested, said: Mapping[str, str]) -> str:
    if said.get("id") or about is not Contested.RECORD:
        return _text(said, "id")
    return record_called(_text(said, "subject"), _text(said, "document_number"))


def _course(said: Mapping[str, str]) -> Course | None:
    if not said.get("act"):
        return None
    told = _one_of(said, "act", _ACTS)
    order = Order(ruling=_text(said, "ruling"), ruled_on=_day(said, "ruled_on"), reason=said.get("reason", ""))
    if isinstance(told, Result):
        return Course(act=ProceedingAct.ENDED, order=order, result=told)
    return Course(act=told, order=order)


def _text(said: Mapping[str, str], column: str) -> str:
    if not said.get(column):
        raise _CellError("required-missing", column)
    return said[column]


def _one_of(said: Mapping[str, str], column: str, known: Mapping[_Told, tuple[str, ...]]) -> _Told:
    text = said.get(column, "")
    for told, spellings in known.items():
        if text.lower() == str(told) or text in spellings:
            return told
    if not text:
        raise _CellError("required-missing", column)
    raise _CellError("code-unknown", column, text[:40], "、".join(map(str, known)))


def _day(said: Mapping[str, str], column: str) -> date:
    text = _text(said, column)
    parts = "".join(char if char.isdecimal() else " " for char in text).split()
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) < 3 or len(parts[0]) != 4:
        raise _CellError("date-unreadable", column, text[:40])
    try:
        return date(*map(int, parts[:3]))
    except ValueError:
        raise _CellError("date-impossible", column, text[:40]) from None
