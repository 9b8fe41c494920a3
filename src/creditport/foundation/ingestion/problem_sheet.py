"""The problems of a submission, laid out like the sheet that was sent: rows by number, wrong cells marked."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Count, Min, QuerySet

from creditport.engines.batch.readers import open_table
from creditport.engines.batch.tables import TableFaultError
from creditport.engines.checks.columns import Headers
from creditport.engines.checks.numbers import masked
from creditport.foundation.ingestion.choices import Disposition
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.resend import original_rows
from creditport.kernel.documents.store import write_plain
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem, FieldRole, Openness

_READ_WHILE_WAITING = 5 * 1024 * 1024
_MASKED = "••••"
_UNREAD_LINE = "line-"  # codes of lines that are no rows: which of their cells are personal, nobody knows
_TELLING = {FieldRole.PARTY_NAME, FieldRole.DOCUMENT_NUMBER}


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """How often one kind of problem occurs, with one example of it."""

    code: str
    rows: int
    warning: bool
    example: RowProblem


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the sheet. `wrong` must be mended; `doubtful` was accepted with a warning."""

    value: str
    wrong: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One row as it was sent, with what is the matter with it. `mend` says whether it was sent back."""

    number: int
    cells: tuple[Cell, ...]
    problems: tuple[RowProblem, ...]
    mend: bool


@dataclass(frozen=True, slots=True)
class ProblemSheet:
    """A part of the sheet: its columns and rows."""

    columns: tuple[str, ...]
    rows: tuple[ProblemRow, ...]


def problem_kinds(submission: Submission) -> tuple[ProblemKind, ...]:
    """Every kind of problem, the ones to mend first, then by how often."""
    counted = (
        RowProblem.objects.filter(submission_id=submission.id)
        .values("code", "warning")
        .annotate(rows=Count("row_number", distinct=True), first=Min("id"))
        .order_by("warning", "-rows", "code")
    )
    kinds = list(counted)
    examples = RowProblem.objects.in_bulk([kind["first"] for kind in kinds])
    return tuple(ProblemKind(k["code"], k["rows"], k["warning"], examples[k["first"]]) for k in kinds)


def problem_row_numbers(submission: Submission, *, code: str = "", warnings: bool = True) -> QuerySet[RowProblem, int]:
    """Numbers of the rows that have a problem (of one kind; or only those sent back), in the order of the sheet."""
    problems = RowProblem.objects.filter(submission_id=submission.id)
    if code:
        problems = problems.filter(code=code)
    if not warnings:
        problems = problems.filter(warning=False)
    return problems.order_by("row_number").values_list("row_number", flat=True).distinct()


def problem_sheet(submission: Submission, row_numbers: list[int]) -> ProblemSheet:
    """These rows, with the columns that tell a row from others and those with a problem.

    Values with a problem are as the problems keep them, masked where personal; the others come from the file as
    received, if it is small enough to read while somebody waits. Sealed columns and quarantined rows stay masked.
    """
    by_row: dict[int, list[RowProblem]] = {}
    problems = RowProblem.objects.filter(submission_id=submission.id, row_number__in=row_numbers)
    for problem in problems.order_by("row_number", "warning", "id"):
        by_row.setdefault(problem.row_number, []).append(problem)
    wrong = tuple(dict.fromkeys(p.column for row in by_row.values() for p in row if p.column))
    sent = _as_sent(submission, set(by_row))
    columns = _columns(sent, wrong)
    return ProblemSheet(columns, tuple(_row(number, columns, row, sent) for number, row in sorted(by_row.items())))


@dataclass(frozen=True, slots=True)
class _Sent:
    """The file as received: its headers, those that tell rows apart, those that are sealed, the rows asked for."""

    headers: tuple[str, ...] = ()
    telling: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # of parties
    numbers: frozenset[str] = frozenset()  # of natural persons
    rows: Mapping[int, list[str]] = field(default_factory=dict)

    def value(self, row: int, column: str) -> str:
        """As it was sent; masked where it is personal, as the name of a party with a person's number is."""
        cell = self._cell(row, column)
        personal = column in self.sealed or (column in self.names and any(self._cell(row, n) for n in self.numbers))
        return _MASKED if cell and personal else masked(cell)

    def _cell(self, row: int, column: str) -> str:
        cells = self.rows.get(row, [])
        place = self.headers.index(column) if column in self.headers else len(cells)
        return cells[place] if place < len(cells) else ""


def _as_sent(submission: Submission, wanted: set[int]) -> _Sent:
    item = packs().items.get(submission.item)
    if item is None or not wanted or submission.size > _READ_WHILE_WAITING:
        return _Sent()
    headers = Headers(item)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            table = open_table(write_plain(submission.document, folder / "received"), headers.knows)
            rows = dict(original_rows(table, folder, wanted))
    except (TableFaultError, OSError):
        return _Sent()
    places = headers.match(table.header.cells).headers
    telling = {id for id in places if item.field(id).role in _TELLING}
    sealed = {id for id in places if item.field(id).openness is Openness.SEALED}
    return _Sent(
        headers=table.header.cells,
        telling=frozenset(places[id] for id in telling - sealed),
        sealed=frozenset(places[id] for id in sealed),
        names=_of_role(item, places, FieldRole.PARTY_NAME),
        numbers=_of_role(item, places, FieldRole.PERSON_NUMBER),
        rows=rows,
    )


def _of_role(item: CatalogueItem, places: Mapping[str, str], role: FieldRole) -> frozenset[str]:
    return frozenset(header for id, header in places.items() if item.field(id).role is role)


def _columns(sent: _Sent, wrong: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of the file; a needed column that the file lacks comes last."""
    wanted = [header for header in sent.headers if header in sent.telling or header in wrong]
    return tuple(dict.fromkeys([*wanted, *wrong]))


def _row(number: int, columns: tuple[str, ...], problems: list[RowProblem], sent: _Sent) -> ProblemRow:
    unread = any(problem.code.startswith(_UNREAD_LINE) for problem in problems)
    hidden = unread or any(problem.disposition == Disposition.QUARANTINED for problem in problems)
    cells = tuple(
        _cell([p for p in problems if p.column == column], "" if hidden else sent.value(number, column))
        for column in columns
    )
    return ProblemRow(number, cells, tuple(problems), mend=any(not p.warning for p in problems))


def _cell(problems: list[RowProblem], value: str) -> Cell:
    if not problems:
        return Cell(value)
    wrong = any(not problem.warning for problem in problems)
    return Cell(problems[0].value, wrong=wrong, doubtful=not wrong)
