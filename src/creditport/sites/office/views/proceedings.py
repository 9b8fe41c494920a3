"""Contested acts: noting where an act is contested, and entering what the body ordered."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.consequences.proceedings import actions
from creditport.consequences.proceedings.access import may_note, may_rule, may_see
from creditport.consequences.proceedings.actions import Filing, Order
from creditport.consequences.proceedings.acts import Act, act_of
from creditport.consequences.proceedings.choices import Contested, ProceedingAct, ProceedingKind, Result
from creditport.consequences.proceedings.queries import proceeding, proceedings_about
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.attempt import attempt
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.names import in_own_words
from creditport.sites.office.proceeding_forms import FilingForm, OrderForm

_NAV = {"nav": "records"}


@staff()
def page(request: HttpRequest, actor: Actor, kind: str, id: str) -> HttpResponse:
    """Every proceeding about one act; noting another."""
    about, act = _visible(actor, kind, id)
    form = FilingForm(request.POST or None)
    if request.method == "POST":
        if not may_note(actor, act.agency):
            raise PermissionDenied
        if form.is_valid() and _noted(actor, about, id, form):
            messages.success(request, _("The proceeding is noted, and the act is marked as contested."))
            return redirect("office:proceedings", kind=kind, id=id)
    context = {
        "kind": about,
        "id": id,
        "found": proceedings_about(about, [id]),
        "form": form,
        "order": OrderForm(),
        "may_note": may_note(actor, act.agency),
        "may_rule": may_rule(actor, act.agency),
        **_NAV,
    }
    return render(request, "office/proceedings.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff(REPORTING)
def order(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """What the body ordered happens at once."""
    noted = proceeding(number)
    if noted is None or not may_see(actor, subject_id=noted.subject_id, agency=noted.agency):
        raise Http404
    form, back = OrderForm(request.POST), redirect("office:proceedings", kind=noted.about_kind, id=noted.about_id)
    if not form.is_valid():
        messages.error(request, _("Give the number and the day of the document."))
        return back
    done = _("The order is entered, and what follows from it has happened.")
    return attempt(request, lambda: _ordered(actor, number, form), done, back)


def _visible(actor: Actor, kind: str, id: str) -> tuple[Contested, Act]:
    if kind not in Contested.values:
        raise Http404
    act = act_of(Contested(kind), id)
    if act is None or not may_see(actor, subject_id=act.subject_id, agency=act.agency):
        raise Http404
    return Contested(kind), act


def _noted(actor: Actor, about: Contested, id: str, form: FilingForm) -> bool:
    said = form.cleaned_data
    filing = Filing(
        kind=ProceedingKind(said["kind"]),
        body=said["body"],
        reference=said["reference"],
        filed_on=said["filed_on"],
    )
    try:
        actions.note_proceeding(actor=actor, at=now(), about_kind=about, about_id=id, filing=filing)
    except RefusedError as refused:
        form.add_error(None, in_own_words(refused))
        return False
    return True


def _ordered(actor: Actor, number: int, form: OrderForm) -> None:
    said = form.cleaned_data
    wanted = Order(ruling=said["ruling"], ruled_on=said["ruled_on"], reason=said["reason"])
    at = now()
    if said["act"] == ProceedingAct.SUSPENDED:
        actions.suspend_execution(actor=actor, at=at, proceeding_id=number, order=wanted)
    elif said["act"] == ProceedingAct.RESUMED:
        actions.resume_execution(actor=actor, at=at, proceeding_id=number, order=wanted)
    else:
        actions.end_proceeding(actor=actor, at=at, proceeding_id=number, result=Result(said["act"]), order=wanted)
