"""Cases: the inbox of a desk, one case, its documents, and what officers do."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.notices.actions import seal_repair_decision
from creditport.consequences.repair.queries import decision_of_case
from creditport.engines.cases import pauses
from creditport.engines.cases.actions import act as do_act
from creditport.engines.cases.actions import attach, read_document
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case, CaseDocument
from creditport.engines.cases.queries import case_type_of, inbox_of, open_acts, overdue, waits
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.documents.store import open_plain
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.attempt import attempt
from creditport.sites.office.case_forms import ActForm, ExtendForm, PaperForm, PauseForm
from creditport.sites.office.case_page import case_page, rows_of, visible_case
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.paging import page_of


@staff()
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits at one's desks, the most urgent first; superiors also see what is overdue."""
    at = now()
    found = inbox_of(actor, at)
    superior = actor.role in {Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR, Role.AUDITOR}
    late = overdue(at, agency=None if sees_all_agencies(actor) else actor.agency)
    page = page_of(request, late) if superior else None
    context = {
        "rows": rows_of(found.waiting),
        "total": found.total,
        "late": rows_of(waits(case, civil_day(at)) for case in page.rows) if page else (),
        "page": page,
        "superior": superior,
        "nav": "cases",
    }
    return render(request, "office/cases.html", context)


@staff()
def page(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One case: what it is about, its documents, what may be done, everything that happened."""
    return _shown(request, actor, visible_case(actor, number))


def _shown(request: HttpRequest, actor: Actor, case: Case, form: ActForm | None = None) -> HttpResponse:
    context = {"shown": case_page(actor, case, now(), form), "case": case, "nav": "cases"}
    return render(request, "office/case.html", context, status=422 if form else 200)


@require_POST
@staff(REPORTING)
def act(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """Do one act of the case."""
    case = visible_case(actor, number)
    wanted = next((each for each in open_acts(case, case_type_of(case)) if each.id == act), None)
    if wanted is None:
        messages.error(request, _("Somebody else acted on this case in the meantime. Read it again and decide anew."))
        return redirect("office:case", number=number)
    form = ActForm(wanted, case.version, request.POST)
    if not form.is_valid():
        return _shown(request, actor, case, form)
    said = form.cleaned_data
    return attempt(
        request,
        lambda: do_act(
            actor=actor,
            at=now(),
            case_id=case.pk,
            act_id=act,
            version=said["version"],
            fields=form.said(),
            reason=said["reason"],
        ),
        _("Done. The case has moved on."),
        redirect("office:case", number=number),
    )


@require_POST
@staff(REPORTING)
def suspend(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Stop the clock, with a reason."""
    case, form = visible_case(actor, number), PauseForm(request.POST)
    return _paused(request, actor, case, form, pauses.suspend, _("The clock stands still."))


@require_POST
@staff(REPORTING)
def resume(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Let the clock run again."""
    case, form = visible_case(actor, number), PauseForm(request.POST)
    return _paused(request, actor, case, form, pauses.resume, _("The clock runs again."))


def _paused(
    request: HttpRequest, actor: Actor, case: Case, form: PauseForm, change: Callable[..., Case], done: str
) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, _("This cannot be done as things stand."))
        return redirect("office:case", number=case.number)
    said = form.cleaned_data
    return attempt(
        request,
        lambda: change(actor=actor, at=now(), case_id=case.pk, version=said["version"], reason=said["reason"]),
        done,
        redirect("office:case", number=case.number),
    )


@require_POST
@staff(REPORTING)
def extend(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Move the deadline, with a reason."""
    case, form = visible_case(actor, number), ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say by how many working days the deadline moves."))
        return redirect("office:case", number=number)
    said = form.cleaned_data
    return attempt(
        request,
        lambda: pauses.extend(
            actor=actor,
            at=now(),
            case_id=case.pk,
            version=said["version"],
            workdays=said["workdays"],
            reason=said["reason"],
        ),
        _("The deadline has moved."),
        redirect("office:case", number=number),
    )


@require_POST
@staff(REPORTING)
def add_document(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Add a document to a case."""
    case, form = visible_case(actor, number), PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file."))
        return redirect("office:case", number=number)
    file = form.cleaned_data["file"]
    document = NewDocument(kind=form.cleaned_data["kind"], filename=file.name, stream=file)
    return attempt(
        request,
        lambda: attach(actor=actor, at=now(), case_id=case.pk, document=document),
        _("The document is with the case."),
        redirect("office:case", number=number),
    )


@staff()
def decision(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The decision on a repair, to print and hand over."""
    found = decision_of_case(visible_case(actor, number).pk)
    if found is None:
        raise Http404
    response = HttpResponse(seal_repair_decision(actor=actor, at=now(), decision=found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@staff()
def document(request: HttpRequest, actor: Actor, number: str, document: int) -> FileResponse:
    """A document exactly as it came; that it was opened is noted."""
    case = visible_case(actor, number)
    found = CaseDocument.objects.filter(pk=document, case=case).first()
    if found is None:
        raise Http404
    read_document(actor=actor, at=now(), document_id=found.pk)
    answer = FileResponse(
        open_plain(found.place), as_attachment=True, filename=found.filename, content_type=found.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
