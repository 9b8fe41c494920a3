"""Opening a case: every kind that an officer may open, with its way in; a form for those about a subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from creditport.consequences.lists.cases import REMOVAL
from creditport.consequences.repair.queries import repair_case_types
from creditport.engines.cases.access import may_open
from creditport.engines.cases.actions import CaseAbout, open_case
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.contents import NotInForceError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseType
from creditport.sites.office.case_forms import OpenForm
from creditport.sites.office.entry_page import proposable
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.list_forms import subject_given
from creditport.sites.office.names import in_language

ABOUT_SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class WayIn:
    """A kind of case, where it is opened, and what to know before."""

    name: str
    url: str
    hint: str


@staff(REPORTING)
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every kind of case that this officer may open."""
    return render(request, "office/case_open.html", {"ways": _ways(actor, civil_day(now())), "nav": "cases"})


def _ways(actor: Actor, today: date) -> tuple[WayIn, ...]:
    ways = []
    if proposable(actor, today):
        hint = _("By notice, statement, decision and service, as the list asks; government default too.")
        ways.append(WayIn(_("Entry in a list"), reverse("office:list-propose"), hint))
    for kind in _openable(actor, today):
        name = in_language(kind.label)
        if kind.id == REMOVAL:
            ways.append(WayIn(name, reverse("office:lists"), _("Choose the entry; its page has the removal.")))
        elif kind.id in repair_case_types():
            hint = _("Find the record; its page has the repair for a person who came in.")
            ways.append(WayIn(name, reverse("office:records"), hint))
        elif kind.id in _about_a_subject():
            ways.append(WayIn(name, reverse("office:case-open", args=[kind.id]), _("By the code of the subject.")))
    return tuple(ways)


def _openable(actor: Actor, today: date) -> tuple[CaseType, ...]:
    kinds = (versions[-1] for versions in packs().case_type_versions.values())
    agency = actor.agency or ""
    return tuple(each for each in kinds if each.valid(today) and may_open(actor, each, agency=agency, subject_id=None))


def _about_a_subject() -> set[str]:
    """Kinds of case that are about a subject as a whole, and not about an entry, a record or an objection."""
    of_lists = {each.case_type for versions in packs().list_versions.values() for each in versions}
    others = {*of_lists, REMOVAL, "objection", *repair_case_types()}
    return {id for id in packs().case_type_versions if id not in others}


@staff(REPORTING)
def about_subject(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Open a case of a kind that is about a subject as a whole."""
    declared = _declared(actor, kind)
    form = OpenForm(declared, request.POST or None, request.FILES or None)
    number = _opened(actor, form) if form.is_bound and form.is_valid() else ""
    if number:
        messages.success(request, _("The case is open."))
        return redirect("office:case", number=number)
    context = {"form": form, "name": in_language(declared.label), "nav": "cases"}
    return render(request, "office/case_new.html", context, status=422 if form.is_bound else 200)


def _declared(actor: Actor, kind: str) -> CaseType:
    """The kind of case, if it is one about a subject and this officer may open it."""
    try:
        declared = packs().case_type(kind, civil_day(now()))
    except (LookupError, NotInForceError):
        raise Http404 from None
    if kind not in _about_a_subject() or not may_open(actor, declared, agency=actor.agency or "", subject_id=None):
        raise Http404
    return declared


def _opened(actor: Actor, form: OpenForm) -> str:
    """The number of the case; empty, with the reason in the form, if it was refused."""
    subject = subject_given(form)
    if subject is None:
        return ""
    try:
        case = open_case(
            actor=actor,
            at=now(),
            type_id=form.kind.id,
            subject_id=subject.id,
            about=CaseAbout(ABOUT_SUBJECT, str(subject.id)),
            fields=form.said(),
            documents=form.papers(),
        )
    except CaseRefusedError as refused:
        form.add_error(None, str(refused.words))
        return ""
    return case.number
