"""The problems of a submission, laid out like the sheet that was sent: rows by number, wrong cells marked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from creditport.foundation.ingestion.models import RowProblem, Submission


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


def problem_row_numbers(submission: Submission, *, code: str = "") -> QuerySet[RowProblem, int]:
    """Numbers of the rows that have a problem (of one kind), in the order of the sheet."""
    problems = RowProblem.objects.filter(submission_id=submission.id)
    if code:
        problems = problems.filter(code=code)
    return problems.order_by("row_number").values_list("row_number", flat=True).distinct()


def problem_sheet(submission: Submission, row_numbers: list[int]) -> ProblemSheet:
    """These rows. Values are as the problems keep them: masked where personal."""
    problems = RowProblem.objects.filter(submission_id=submission.id, row_number__in=row_numbers)
    by_row: dict[int, list[RowProblem]] = {}
    for problem in problems.order_by("row_number", "warning", "id"):
        by_row.setdefault(problem.row_number, []).append(problem)
    columns = tuple(dict.fromkeys(p.column for row in by_row.values() for p in row if p.column))
    return ProblemSheet(columns, tuple(_row(number, columns, row) for number, row in sorted(by_row.items())))


def _row(number: int, columns: tuple[str, ...], problems: list[RowProblem]) -> ProblemRow:
    cells = tuple(_cell([p for p in problems if p.column == column]) for column in columns)
    return ProblemRow(number, cells, tuple(problems), mend=any(not p.warning for p in problems))


def _cell(problems: list[RowProblem]) -> Cell:
    if not problems:
        return Cell("")
    wrong = any(not problem.warning for problem in problems)
    return Cell(problems[0].value, wrong=wrong, doubtful=not wrong)
