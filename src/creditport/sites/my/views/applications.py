"""Where the applications and objections of a subject stand, with their clocks; what can still be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.lists.cases import entry_of_a_case
from creditport.consequences.notices.actions import seal_repair_decision
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair import queries as repairs
from creditport.consequences.repair.models import RepairDecision
from creditport.engines.cases import actions as engine
from creditport.engines.cases.access import may_act, told_to_subject
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case, CaseDocument, CaseEvent
from creditport.engines.cases.queries import (
    Waiting,
    case_of_number,
    case_type_of,
    cases_told_to,
    documents,
    history,
    open_acts,
    waits,
)
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.foundation.records.queries import RecordVersion
from creditport.foundation.records.queries import history as record_history
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.models import User
from creditport.kernel.packs.schema_cases import CaseAct, CaseType
from creditport.sites.my.forms import ReasonForm
from creditport.sites.my.gate import account, standing, standings
from creditport.sites.office.case_page import case_fields
from creditport.sites.office.entry_facts import entry_facts
from creditport.sites.office.names import in_language, in_own_words
from creditport.sites.office.track import track_of
from creditport.subjects.mandates.queries import Standing


@dataclass(frozen=True, slots=True)
class Row:
    """One case in words."""

    waiting: Waiting
    kind: str
    place: str
    record: RecordVersion | None


@dataclass(frozen=True, slots=True)
class Happening:
    event: CaseEvent
    act: str
    by_us: bool


@account
def listing(request: HttpRequest, user: User, subject: int) -> HttpResponse:
    """Every application and objection, newest first."""
    mine = standing(user, subject)
    rows = tuple(_row(each) for each in cases_told_to(mine.subject_id, most=200))
    context = {"mine": mine, "standings": standings(user), "rows": rows, "nav": "applications"}
    return render(request, "my/applications.html", context)


@account
def page(request: HttpRequest, user: User, number: str) -> HttpResponse:
    """One case: where it stands, until when, what happened, what can be done."""
    mine, case = _visible(user, number)
    kind, entry, waiting = case_type_of(case), entry_of_a_case(case), waits(case, civil_day(now()))
    context = {
        "mine": mine,
        "case": case,
        "row": _row(case),
        "track": track_of(case, kind, history(case.pk), waiting),
        "entry": entry_facts(entry, civil_day(now())) if entry else None,
        "fields": case_fields(case, kind, entry),
        "papers": _papers(case, kind),
        "happenings": _happenings(case, kind),
        "acts": _acts(mine, case, kind),
        "may_add": case.open,
        "decision": repairs.decision_of_case(case.pk),
        "nav": "applications",
    }
    return render(request, "my/application.html", context)


@require_POST
@account
def act(request: HttpRequest, user: User, number: str, act: str) -> HttpResponseBase:
    """Do what the subject may do on its case; with the act a document can be handed in."""
    mine, case = _visible(user, number)
    form = ReasonForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        if isinstance(said["document"], UploadedFile):
            _attach(mine, case, said["document"])
        if act != EngineAct.ATTACH:
            engine.act(
                actor=mine.actor,
                at=now(),
                case_id=case.pk,
                act_id=act,
                version=said["version"],
                reason=said["reason"],
            )
    except CaseRefusedError as refusal:
        messages.error(request, str(refusal.words))
    except RefusedError as refusal:
        messages.error(request, in_own_words(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect("my:application", number=number)


def _attach(mine: Standing, case: Case, file: UploadedFile[Any]) -> None:
    kind = case_type_of(case).documents[0].id
    paper = NewDocument(kind=kind, filename=file.name or "", stream=file)
    engine.attach(actor=mine.actor, at=now(), case_id=case.pk, document=paper)


@account
def decision(request: HttpRequest, user: User, number: int) -> HttpResponse:
    """The decision on a repair, to download."""
    found = repairs.decision(number)
    if found is None:
        raise Http404
    mine = standing(user, found.subject_id)
    return pdf_response(seal_repair_decision(actor=mine.actor, at=now(), decision=found), found)


def pdf_response(pdf: bytes, found: RepairDecision) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _visible(user: User, number: str) -> tuple[Standing, Case]:
    case = case_of_number(number)
    if case is None:
        raise Http404
    mine = standing(user, case.subject_id)
    if not told_to_subject(case):
        raise Http404
    return mine, case


def _row(case: Case) -> Row:
    kind = case_type_of(case)
    id = case.outcome or case.step
    named = {step.id: step.label for step in kind.steps} | {each.id: each.label for each in kind.outcomes}
    versions = record_history(UUID(case.about_id)) if case.about_kind == repairs.ABOUT else ()
    return Row(
        waiting=waits(case, civil_day(now())),
        kind=in_language(kind.label),
        place=in_language(named[id]) if id in named else "",
        record=versions[-1] if versions else None,
    )


def _papers(case: Case, kind: CaseType) -> tuple[tuple[str, CaseDocument], ...]:
    labels = {each.id: in_language(each.label) for each in kind.documents}
    return tuple((labels.get(each.kind, ""), each) for each in documents(case.pk))


def _happenings(case: Case, kind: CaseType) -> tuple[Happening, ...]:
    """What happened, without the officers' reading of documents; officers are named by their agency only."""
    declared = [a for step in kind.steps for a in step.acts] + [a for end in kind.outcomes for a in end.acts]
    words = {each.id: in_language(each.label) for each in declared}
    own = {str(value): str(label) for value, label in EngineAct.choices}
    told = (event for event in history(case.pk) if event.act != EngineAct.READ)
    return tuple(
        Happening(event, words.get(event.act) or own.get(event.act, ""), by_us=not event.agency) for event in told
    )


def _acts(mine: Standing, case: Case, kind: CaseType) -> tuple[tuple[CaseAct, str], ...]:
    if not case.desk:
        return ()
    allowed = (each for each in open_acts(case, kind) if may_act(mine.actor, case, each, case.desk))
    return tuple((each, in_language(each.label)) for each in allowed)
