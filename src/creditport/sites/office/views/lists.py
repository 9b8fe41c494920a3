"""Lists: the entries of the own agency, a new proposal, one entry with its steps, removal and annulment."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.lists import actions
from creditport.consequences.lists.actions import Proposal
from creditport.consequences.lists.cases import begin_entry, begin_removal
from creditport.consequences.lists.queries import entries, held_listings
from creditport.consequences.measures.tasks import have_rules
from creditport.engines.cases.refusals import CaseRefusedError
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.sites.office.attempt import attempt, begun
from creditport.sites.office.entry_page import (
    ListOnOffer,
    entry_page,
    entry_rows,
    list_on_offer,
    proposable,
    unusable_because,
    visible_entry,
)
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.held_page import held_rows
from creditport.sites.office.list_forms import (
    EntryFilterForm,
    ProposalForm,
    ReasonForm,
    RemovalForm,
    WhomForm,
    evidence_of,
    subject_given,
)
from creditport.sites.office.paging import page_of
from creditport.subjects.register.queries import SubjectBasics

_NAV = {"nav": "lists"}


@staff()
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every entry of the agency, or of all, the latest act first."""
    form = EntryFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    agency = None if sees_all_agencies(actor) else actor.agency
    found = entries(agency=agency, list_id=wanted.get("list", ""), state=wanted.get("state", ""))
    page, today = page_of(request, found), civil_day(now())
    context = {
        "form": form,
        "page": page,
        "rows": entry_rows(page.rows, today),
        "held": held_listings(agency).count(),
        "may_propose": bool(proposable(actor, today)) and actor.role in REPORTING,
        **_NAV,
    }
    return render(request, "office/list_entries.html", context)


@staff(REPORTING)
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First whom and in which list; then for which facts and on which article."""
    have_rules()
    today = civil_day(now())
    asked = WhomForm(proposable(actor, today), request.GET or None)
    subject, offer = _chosen(actor, asked)
    form = _proposal_form(request, offer) if offer else None
    if subject and offer and form is not None and form.is_bound and form.is_valid():
        number = _begun(actor, subject, offer, form)
        if number:
            messages.success(request, _("Proposed. The track shows the next step."))
            return redirect("office:case", number=number)
    context = {
        "asked": asked,
        "subject": subject,
        "offer": offer,
        "form": form,
        "may_touch_persons": bool(proposable(actor, today, persons=True)),
        **_NAV,
    }
    wrong = (asked.is_bound and offer is None) or (form is not None and form.is_bound)
    return render(request, "office/list_propose.html", context, status=422 if wrong else 200)


def _chosen(actor: Actor, asked: WhomForm) -> tuple[SubjectBasics | None, ListOnOffer | None]:
    """The subject and the list; where one does not fit, the form says why."""
    if not asked.is_bound or not asked.is_valid():
        return None, None
    subject = subject_given(asked)
    offer = list_on_offer(actor, asked.cleaned_data["list"], civil_day(now()))
    if subject is None:
        return None, None
    if str(subject.kind) not in map(str, offer.declared.subject_kinds):
        asked.add_error("list", _("This list does not concern subjects of this kind."))
    elif unusable_because(offer):
        asked.add_error("list", unusable_because(offer))
    else:
        return subject, offer
    return subject, None


def _proposal_form(request: HttpRequest, offer: ListOnOffer) -> ProposalForm:
    sent = request.POST or None
    return ProposalForm(offer.bases, sent, request.FILES or None, needs_evidence=offer.needs_evidence)


def _begun(actor: Actor, subject: SubjectBasics, offer: ListOnOffer, form: ProposalForm) -> str:
    basis = offer.declared.basis[int(form.cleaned_data["basis"])]
    proposal = Proposal(
        subject_id=subject.id,
        list_id=offer.declared.id,
        facts=form.cleaned_data["facts"],
        instrument=basis.instrument,
        article=basis.article or "",
    )
    documents = evidence_of(form.cleaned_data)
    return begun(
        form, lambda: begin_entry(actor=actor, at=now(), agency=offer.agency, proposal=proposal, documents=documents)
    )


@staff()
def page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One entry: where it stands, what shows due process, what follows from it."""
    return _shown(request, actor, number)


def _shown(
    request: HttpRequest,
    actor: Actor,
    number: int,
    *,
    removal: RemovalForm | None = None,
    annulment: ReasonForm | None = None,
) -> HttpResponse:
    entry = visible_entry(actor, number)
    context = {
        "shown": entry_page(actor, entry, now()),
        "entry": entry,
        "removal_form": removal or RemovalForm(),
        "annul_form": annulment or ReasonForm(initial={"version": entry.version}),
        **_NAV,
    }
    return render(request, "office/list_entry.html", context, status=422 if removal or annulment else 200)


@require_POST
@staff(REPORTING)
def ask_removal(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Open the case in which the conditions of removal are looked at."""
    entry, form = visible_entry(actor, number), RemovalForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, number, removal=form)
    try:
        case = begin_removal(actor=actor, at=now(), entry=entry, statement=form.cleaned_data["statement"])
    except NotPermittedError:
        raise PermissionDenied from None
    except CaseRefusedError as refused:
        messages.error(request, str(refused.words))
        return redirect("office:list-entry", number=number)
    messages.success(request, _("The removal is in work."))
    return redirect("office:case", number=case.number)


@require_POST
@staff(REPORTING)
def annul(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Undo an entry that should not have been made."""
    entry, form = visible_entry(actor, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, actor, number, annulment=form)
    version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
    return attempt(
        request,
        lambda: actions.annul(actor=actor, at=now(), entry_id=entry.pk, version=version, reason=reason),
        _("The entry is annulled; it has left the public site, and what followed it ends."),
        redirect("office:list-entry", number=number),
    )


@staff()
def held(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Reported entries from which nothing follows until what is missing is reported."""
    shown = page_of(request, held_listings(None if sees_all_agencies(actor) else actor.agency))
    return render(request, "office/lists_held.html", {"page": shown, "held": held_rows(actor, shown.rows), **_NAV})
