"""Measures: what the own agency applied, applying one, ending it, what came of it, what stopped."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.measures import actions
from creditport.consequences.measures.actions import Application
from creditport.consequences.measures.queries import applications
from creditport.consequences.measures.tasks import have_rules
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.sites.office.attempt import attempt
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.list_forms import (
    FeedbackForm,
    MeasureFilterForm,
    MeasureForm,
    ReasonForm,
    SubjectForm,
    subject_given,
)
from creditport.sites.office.measure_page import (
    Ground,
    OfferRow,
    ground_called,
    grounds_of,
    measure_page,
    measure_rows,
    offer_rows,
    stopped_rows,
    visible_measure,
)
from creditport.sites.office.names import agencies, in_own_words
from creditport.sites.office.paging import page_of

_NAV = {"nav": "measures"}


@staff()
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every measure that the agency applied, or all did, newest first."""
    form = MeasureFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    agency = None if sees_all_agencies(actor) else actor.agency
    page = page_of(request, applications(agency=agency, measure=wanted.get("measure", "")))
    context = {
        "form": form,
        "page": page,
        "rows": measure_rows(page.rows),
        "stopped": len(stopped_rows(agency)),
        **_NAV,
    }
    return render(request, "office/measures.html", context)


@staff()
def stopped(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stopped because the instrument on which it stood was repealed, or no longer carries it."""
    found = stopped_rows(None if sees_all_agencies(actor) else actor.agency)
    return render(request, "office/measures_stopped.html", {"stopped": found, **_NAV})


@staff(REPORTING)
def apply(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First whom, then on what it stands, then which measure on which article."""
    have_rules()
    wanted = request.GET.get("ground", "")
    ground = ground_called(wanted) if wanted else None
    if wanted and ground is None:
        messages.error(request, _("This is not in force any more, so that no measure can stand on it."))
        return redirect("office:measure-apply")
    return _choosing_measure(request, actor, ground) if ground else _choosing_ground(request)


def _choosing_ground(request: HttpRequest) -> HttpResponse:
    asked = SubjectForm(request.GET or None)
    subject = subject_given(asked) if asked.is_bound and asked.is_valid() else None
    grounds = grounds_of(subject.id) if subject else ()
    context = {"asked": asked, "subject": subject, "grounds": grounds, "ground": None, **_NAV}
    status = 422 if asked.is_bound and subject is None else 200
    return render(request, "office/measure_apply.html", context, status=status)


def _choosing_measure(request: HttpRequest, actor: Actor, ground: Ground) -> HttpResponse:
    named = request.POST.get("agency", "") if actor.agency is None else actor.agency
    rows = offer_rows(ground, named, civil_day(now()))
    form = _form(request, actor, rows)
    if form.is_bound and form.is_valid():
        number = _applied(actor, named, ground, form)
        if number:
            messages.success(request, _("The measure is applied. It ends with what it stands on."))
            return redirect("office:measure", number=number)
    context = {
        "ground": ground,
        "form": form,
        "offers": rows,
        "can_choose": any(row.choices for row in rows),
        "unusable": [row for row in rows if not row.choices],
        "chosen": form["choice"].value(),
        **_NAV,
    }
    return render(request, "office/measure_apply.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, actor: Actor, rows: tuple[OfferRow, ...]) -> MeasureForm:
    choices = [choice for row in rows for choice in row.choices]
    stands_in_for = agencies() if actor.agency is None else ()
    return MeasureForm(choices, stands_in_for, request.POST or None, initial={"starts_on": civil_day(now())})


def _applied(actor: Actor, agency: str, ground: Ground, form: MeasureForm) -> int | None:
    """The number of the applied measure; None, with the reason in the form, if it was refused."""
    said = form.cleaned_data
    measure, instrument, article = said["choice"].split("|")
    wanted = Application(
        subject_id=ground.subject_id,
        measure=measure,
        instrument=instrument,
        article=article,
        document_number=said["document_number"],
        proportion=said["proportion"],
        starts_on=said["starts_on"],
        until=said["until"],
        list_entry_id=ground.list_entry_id,
        record_key=ground.record_key,
        severity=ground.after.severity,
    )
    try:
        return actions.apply_measure(actor=actor, at=now(), agency=agency, wanted=wanted).pk
    except NotPermittedError:
        raise PermissionDenied from None
    except RefusedError as refused:
        form.add_error(None, in_own_words(refused))
        return None


@staff()
def page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One applied measure: what it stands on, until when, what happened to it."""
    return _shown(request, actor, number)


def _shown(
    request: HttpRequest,
    actor: Actor,
    number: int,
    *,
    ending: ReasonForm | None = None,
    told: FeedbackForm | None = None,
) -> HttpResponse:
    applied = visible_measure(actor, number)
    context = {
        "applied": applied,
        "shown": measure_page(actor, applied, civil_day(now())),
        "end_form": ending or ReasonForm(),
        "feedback_form": told or FeedbackForm(),
        **_NAV,
    }
    return render(request, "office/measure.html", context, status=422 if ending or told else 200)


@require_POST
@staff(REPORTING)
def end(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """End it for good, with a reason."""
    visible_measure(actor, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, number, ending=form)
    reason = form.cleaned_data["reason"]
    return attempt(
        request,
        lambda: actions.end_measure(actor=actor, at=now(), application_id=number, reason=reason),
        _("The measure has ended."),
        redirect("office:measure", number=number),
    )


@require_POST
@staff(REPORTING)
def feedback(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Note what came of it."""
    visible_measure(actor, number)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, number, told=form)
    text = form.cleaned_data["text"]
    return attempt(
        request,
        lambda: actions.feedback(actor=actor, at=now(), application_id=number, text=text),
        _("Noted."),
        redirect("office:measure", number=number),
    )
