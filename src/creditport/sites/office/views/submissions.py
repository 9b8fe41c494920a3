"""Submissions: the list, one of them, its sheet to mend."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from creditport.foundation.ingestion.actions import note_giving_back
from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.inbox import found_submissions
from creditport.foundation.ingestion.queries import received_file
from creditport.foundation.ingestion.queries import resend_sheet as sheet_to_mend
from creditport.foundation.ingestion.tasks import queue_apply
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.forms import SubmissionFilterForm
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.names import reading_language
from creditport.sites.office.paging import page_of
from creditport.sites.office.submission_page import submission_page, visible_submission

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff()
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All submissions one may see, newest first."""
    form = SubmissionFilterForm(actor, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = found_submissions(
        agency=(wanted.get("agency") or None) if sees_all_agencies(actor) else actor.agency,
        item=wanted.get("item", ""),
        state=wanted.get("state", ""),
    )
    context = {"form": form, "page": page_of(request, found), "nav": "submissions"}
    return render(request, "office/submissions.html", context)


@staff()
def page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What became of a file, row by row."""
    submission = visible_submission(actor, reference)
    context = submission_page(request, actor, submission)
    return render(request, "office/submission.html", context)


@staff()
def progress(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """How far the checks are, for the page that waits; when they end, the page is loaded again."""
    submission = visible_submission(actor, reference)
    response = render(request, "office/_progress.html", {"submission": submission})
    if submission.state != SubmissionState.RECEIVED:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@staff(REPORTING)
def resume(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Queue the checks again, for a file whose job was lost. Doing so twice changes nothing."""
    submission = visible_submission(actor, reference)
    if submission.state == SubmissionState.RECEIVED:
        queue_apply(submission.id, actor.name)
    return redirect("office:submission", reference=reference)


@staff(REPORTING)
def resend_sheet(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The rows to mend as a sheet, wrong cells marked, the remedy beside them."""
    submission = visible_submission(actor, reference)
    note_giving_back(actor=actor, at=now(), submission=submission, what="mend")
    content = sheet_to_mend(submission, language=reading_language())
    return HttpResponse(
        content,
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{submission.reference}-mend.xlsx"'},
    )


@staff(REPORTING)
def as_received(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse | FileResponse:
    """The file exactly as it came."""
    submission = visible_submission(actor, reference)
    note_giving_back(actor=actor, at=now(), submission=submission, what="received")
    return FileResponse(received_file(submission), as_attachment=True, filename=submission.filename)
