"""What the page of one submission shows."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from creditport.foundation.ingestion.access import may_report_for
from creditport.foundation.ingestion.inbox import mended_by
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.problem_sheet import problem_kinds, problem_row_numbers, problem_sheet
from creditport.foundation.ingestion.queries import file_warning_texts, refusal_texts
from creditport.kernel.identity.access import may_see_agency
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.names import reading_language
from creditport.sites.office.paging import page_of


def visible_submission(actor: Actor, reference: str) -> Submission:
    """The submission, if this actor may see its agency; for others it does not exist."""
    submission = Submission.objects.filter(reference=reference).first()
    if submission is None or not may_see_agency(actor, submission.agency):
        raise Http404
    return submission


def submission_page(request: HttpRequest, actor: Actor, submission: Submission) -> dict[str, object]:
    """The context of the page: what became of every row, and the rows with a problem as a sheet."""
    language = reading_language()
    kinds = problem_kinds(submission)
    code = request.GET.get("kind", "")
    everything = "all" in request.GET or all(kind.warning for kind in kinds)
    page = page_of(request, problem_row_numbers(submission, code=code, warnings=everything or bool(code)))
    mends = Submission.objects.filter(id=submission.mends_id).first() if submission.mends_id else None
    return {
        "submission": submission,
        "kinds": kinds,
        "everything": everything,
        "some_warn": any(kind.warning for kind in kinds),
        "kind": code,
        "page": page,
        "sheet": problem_sheet(submission, list(page.rows)),
        "mends": mends,
        "mended_by": mended_by(submission),
        "may_report": may_report_for(actor, submission.agency),
        "refusal": refusal_texts(submission, language),
        "file_warnings": file_warning_texts(submission, language),
        "nav": "submissions",
    }
