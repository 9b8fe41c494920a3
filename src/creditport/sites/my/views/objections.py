"""Disputing a record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.objections.refusals import ObjectionRefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.queries import case as case_of
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.models import User
from creditport.sites.my.forms import ObjectionForm
from creditport.sites.my.gate import account, standing_of_record
from creditport.subjects.mandates.queries import Standing


@account
def file(request: HttpRequest, user: User, key: UUID) -> HttpResponseBase:
    """Say what is wrong; the record is marked as disputed at once."""
    mine, record = standing_of_record(user, key)
    form = ObjectionForm(record, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        number = _filed(mine, record, form)
        if number:
            messages.success(request, _("Filed. The record is marked as disputed wherever it shows."))
            return redirect("my:application", number=number)
    context = {"mine": mine, "record": record, "form": form, "nav": "records"}
    return render(request, "my/objection.html", context, status=422 if form.is_bound else 200)


def _filed(mine: Standing, record: RecordVersion, form: ObjectionForm) -> str:
    said = form.cleaned_data
    evidence = said.get("evidence")
    papers = (
        [NewDocument(kind="evidence", filename=evidence.name or "", stream=evidence)]
        if isinstance(evidence, UploadedFile)
        else []
    )
    try:
        filed = file_objection(
            actor=mine.actor,
            at=now(),
            disputed=Disputed(Disputable.RECORD, str(record.key), mine.subject_id, said["field"]),
            claimed=said["claimed"],
            ground=said["ground"],
            documents=papers,
        )
    except (ObjectionRefusedError, CaseRefusedError) as refusal:
        form.add_error(None, str(refusal.words))
        return ""
    found = case_of(filed.case_id)
    return found.number if found else ""
