"""The service window: an officer files a repair for one who came in; and what the agency knows of duties."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.repair.actions import apply_for_repair, state_duty
from creditport.consequences.repair.choices import Duty, DutyState
from creditport.consequences.repair.queries import RepairForm, repair_form
from creditport.consequences.repair.refusals import RepairRefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.case_forms import DutyForm, WindowForm
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.record_page import record_page, visible_history


@staff(REPORTING)
def window(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The application, filled in beforehand; only what the platform does not know is asked."""
    found = _form_of(actor, key)
    form = WindowForm(found.asked, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        number = _filed(actor, key, form)
        if number:
            messages.success(request, _("Filed. The applicant can follow the case under the same number."))
            return redirect("office:case", number=number)
    context = {
        "found": found,
        "form": form,
        "record": found.repairable.record,
        "shown": record_page(actor, key, civil_day(now())),
        "duties": Duty.choices,
        "states": DutyState.choices,
        "nav": "records",
    }
    return render(request, "office/repair_window.html", context, status=422 if form.is_bound else 200)


def _form_of(actor: Actor, key: UUID) -> RepairForm:
    visible_history(actor, key)
    found = repair_form(key, now())
    if found is None:
        raise Http404
    return found


def _filed(actor: Actor, key: UUID, form: WindowForm) -> str:
    """The number of the case; empty, with the reason in the form, if it was refused."""
    papers = [
        NewDocument(kind=kind, filename=file.name or kind, stream=file)
        for name, kind in (("commitment", "commitment"), ("proof", "proof-of-duties"))
        if isinstance(file := form.cleaned_data.get(name), UploadedFile)
    ]
    contact = form.cleaned_data["contact"]
    try:
        case = apply_for_repair(
            actor=actor,
            at=now(),
            record_key=key,
            documents=papers,
            fields={"contact": contact} if contact else {},
        )
    except (RepairRefusedError, CaseRefusedError) as refusal:
        form.add_error(None, str(refusal.words))
        return ""
    return case.number


@require_POST
@staff(REPORTING)
def duty(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Write down what the agency knows of a duty; it is then not asked of anybody."""
    visible_history(actor, key)
    form = DutyForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    if said.get("duty") not in Duty.values or said.get("state") not in DutyState.values:
        messages.error(request, _("Say which duty, how far it is, and as of which day."))
        return redirect("office:repair-window", key=key)
    try:
        state_duty(
            actor=actor,
            at=now(),
            record_key=key,
            duty=Duty(said["duty"]),
            state=DutyState(said["state"]),
            stated_on=said["stated_on"],
            reference=said["reference"],
            runs_until=said["runs_until"],
        )
    except RepairRefusedError as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("Noted. It is not asked of the subject any more."))
    return redirect("office:repair-window", key=key)
