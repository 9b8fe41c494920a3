"""Asking for a repair: filled in beforehand, at most two documents, a draft that waits."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from creditport.consequences.notices.queries import commitment_pdf
from creditport.consequences.repair.actions import apply_for_repair, keep_draft
from creditport.consequences.repair.eligibility import COMMITMENT, PROOF
from creditport.consequences.repair.queries import RepairForm as Prefilled
from creditport.consequences.repair.queries import draft_of, repair_form
from creditport.consequences.repair.refusals import RepairRefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.queries import case as case_of
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.models import User
from creditport.sites.my.forms import RepairForm
from creditport.sites.my.gate import account, standing_of_record
from creditport.sites.my.views.records import TONES, bar_of
from creditport.subjects.mandates.queries import Standing


@account
def apply(request: HttpRequest, user: User, key: UUID) -> HttpResponseBase:
    """The application; what was filled in before is there again."""
    mine, record = standing_of_record(user, key)
    found = repair_form(key, now())
    if found is None:
        raise Http404
    if "keep" in request.POST:
        return _keep(request, mine, key)
    draft = draft_of(mine.actor.name, key)
    form = RepairForm(found.asked, request.POST or None, request.FILES or None, initial=draft.fields if draft else {})
    if request.method == "POST" and form.is_valid():
        number = _filed(mine, found, form)
        if number:
            messages.success(request, _("Filed. You can follow it here; you are told of every step."))
            return redirect("my:application", number=number)
    in_work = case_of(found.repairable.case_id) if found.repairable.case_id else None
    context = {
        "mine": mine,
        "found": found,
        "record": record,
        "form": form,
        "draft": draft,
        "bar": bar_of(record, civil_day(now())),
        "tone": TONES.get(record.severity, "general") if record.severity else "general",
        "case_number": in_work.number if in_work else "",
        "nav": "records",
    }
    return render(request, "my/repair.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, mine: Standing, key: UUID) -> HttpResponse:
    fields = {name: request.POST.get(name, "") for name in ("contact", "statement", "signed_by")}
    try:
        keep_draft(actor=mine.actor, at=now(), record_key=key, fields=fields)
    except RepairRefusedError as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("Kept. Come back when you like; files are chosen when you file the application."))
    return redirect("my:repair", key=key)


def _filed(mine: Standing, found: Prefilled, form: RepairForm) -> str:
    """The number of the case; empty, with the reason in the form, if it was refused."""
    at, said = now(), form.cleaned_data
    papers = []
    proof = said.get("proof")
    if isinstance(proof, UploadedFile):
        papers.append(NewDocument(kind=PROOF, filename=proof.name or "", stream=proof))
    if said.get("agreed"):
        pdf = commitment_pdf(found, said["signed_by"], at)
        papers.append(NewDocument(kind=COMMITMENT, filename="信用承诺书.pdf", stream=io.BytesIO(pdf)))
    fields = {name: said[name] for name in ("contact", "statement") if said.get(name)}
    try:
        case = apply_for_repair(
            actor=mine.actor, at=at, record_key=found.repairable.record.key, documents=papers, fields=fields
        )
    except (RepairRefusedError, CaseRefusedError) as refusal:
        form.add_error(None, str(refusal.words))
        return ""
    return case.number
