"""Proposing to enter a natural person in a list. The list is chosen first; the number goes in the body of one request,
and comes back in none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from creditport.consequences.lists.persons import PersonProposal, begin_entry_of_person, without_number
from creditport.consequences.measures.tasks import have_rules
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.attempt import begun
from creditport.sites.office.entry_page import ListOnOffer, list_on_offer, proposable, unusable_because
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.list_forms import WhichListForm, evidence_of
from creditport.sites.office.person_forms import PersonProposalForm
from creditport.subjects.persons.identity import Identity


@sensitive_post_parameters("document_number", "name")
@staff(REPORTING)
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """First in which list; then by which document, for which facts and on which article."""
    have_rules()
    asked = WhichListForm(proposable(actor, civil_day(now()), persons=True), request.GET or None)
    offer = _chosen(actor, asked)
    form = None
    if offer is not None:
        sent, files = request.POST or None, request.FILES or None
        form = PersonProposalForm(offer.bases, sent, files, needs_evidence=offer.needs_evidence)
        number = _begun(actor, offer, form) if form.is_bound and form.is_valid() else ""
        if number:
            messages.success(request, _("Proposed. The track shows the next step."))
            return redirect("office:case", number=number)
        _forget_numbers(form)
    wrong = (asked.is_bound and offer is None) or (form is not None and form.is_bound)
    context = {"asked": asked, "offer": offer, "form": form, "nav": "lists"}
    return render(request, "office/list_propose_person.html", context, status=422 if wrong else 200)


def _chosen(actor: Actor, asked: WhichListForm) -> ListOnOffer | None:
    """The list; where nobody can be entered in it, the form says why."""
    if not asked.is_bound or not asked.is_valid():
        return None
    offer = list_on_offer(actor, asked.cleaned_data["list"], civil_day(now()))
    because = unusable_because(offer)
    if because:
        asked.add_error("list", because)
        return None
    return offer


def _begun(actor: Actor, offer: ListOnOffer, form: PersonProposalForm) -> str:
    said = form.cleaned_data
    basis = offer.declared.basis[int(said["basis"])]
    proposal = PersonProposal(
        list_id=offer.declared.id,
        facts=said["facts"],
        instrument=basis.instrument,
        article=basis.article or "",
        reference=said["reference"],
    )
    person = Identity(said["name"], said["document_kind"], said["document_number"])
    documents = evidence_of(said)
    return begun(
        form,
        lambda: begin_entry_of_person(
            actor=actor, at=now(), agency=offer.agency, person=person, proposal=proposal, documents=documents
        ),
    )


def _forget_numbers(form: PersonProposalForm) -> None:
    """A number that was written into the facts does not go back to the page either."""
    if not form.is_bound:
        return
    kept = dict(form.data.items())
    for name in ("facts", "reference"):
        kept[name] = without_number(str(form.data.get(name, "")), str(form.data.get("document_number", "")))
    form.data = kept
