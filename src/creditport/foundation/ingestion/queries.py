"""Every read of ingestion that others may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import get_language

from creditport.engines.checks.problems import Language, problem_words
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.resend import MOST_ROWS, build_resend_sheet
from creditport.kernel.documents.store import open_plain
from creditport.kernel.packs.registry import packs


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem as people read it. `row` 1 is the first row under the header; 0 means the file as a whole."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str


def submissions_of(agency: str) -> QuerySet[Submission]:
    """An agency's submissions, newest first."""
    return Submission.objects.filter(agency=agency).order_by("-received_at", "-id")


def submission(reference: str) -> Submission:
    """The submission of that reference; `Submission.DoesNotExist` otherwise."""
    return Submission.objects.get(reference=reference)


def problems(submission: Submission, *, warnings: bool = True) -> QuerySet[RowProblem]:
    """The problems of a submission, by row; without warnings only those that sent a row back."""
    found = RowProblem.objects.filter(submission_id=submission.id).order_by("row_number", "id")
    return found if warnings else found.filter(warning=False)


def problem_texts(problem: RowProblem, language: Language) -> ProblemText:
    """What is wrong in a row and what to do, in one language."""
    detail = _named(str(problem.params.get("detail", "")), language)
    words = problem_words(problem.code, language, column=problem.column, value=problem.value, detail=detail)
    return ProblemText(problem.row_number, problem.column, problem.value, words.reason, words.remedy)


def _named(detail: str, language: Language) -> str:
    """A field's id as its label; any other detail as it is."""
    for item in packs().items.values():
        for field in item.fields:
            if field.id == detail:
                return field.label.en if language == "en" else field.label.zh
    return detail


def file_warning_texts(submission: Submission, language: Language) -> tuple[ProblemText, ...]:
    """What is said of the file as a whole."""
    return tuple(_file_text(warning, language) for warning in submission.file_warnings)


def refusal_texts(submission: Submission, language: Language | None = None) -> ProblemText | None:
    """Why the whole file was refused, by default in the reader's language; None if it was not."""
    if not submission.refusal:
        return None
    return _file_text(submission.refusal, language or ("en" if get_language() == "en" else "zh"))


def _file_text(said: dict[str, str], language: Language) -> ProblemText:
    value = said.get("value", "")
    words = problem_words(said["code"], language, value=value, detail=said.get("detail", ""))
    return ProblemText(row=0, column="", value=value, reason=words.reason, remedy=words.remedy)


def received_file(submission: Submission) -> IO[bytes]:
    """The file as received; the caller closes it."""
    return open_plain(submission.document)


def resend_sheet(submission: Submission, language: Language = "zh") -> bytes:
    """An XLSX of the rows that were sent back, wrong cells coloured and commented, to mend and send again.

    Of more rows than anybody mends by hand it holds the first ones, and its head says so.
    """
    rejected = problems(submission, warnings=False)
    numbers = rejected.order_by("row_number").values_list("row_number", flat=True).distinct()
    beyond = next(iter(numbers[MOST_ROWS : MOST_ROWS + 1]), None)
    if beyond is not None:
        rejected = rejected.filter(row_number__lt=beyond)
    texts = [problem_texts(problem, language) for problem in rejected.iterator()]
    return build_resend_sheet(submission, texts, language, whole=beyond is None)
