"""Records of the own agency: find one, see its versions, withdraw it by two people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from creditport.foundation.records.actions import RecordMovedOnError
from creditport.foundation.records.queries import RecordVersion, held_by_agency
from creditport.foundation.withdrawals import actions as withdrawals
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.foundation.withdrawals.queries import open_proposal
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import Role
from creditport.sites.office.forms import DeclineForm, RecordSearchForm, WithdrawForm
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.record_page import record_page, visible_history

_SHOWN = 50


@staff(REPORTING)
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest records, or those of one number or code."""
    form = RecordSearchForm(actor, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    agency = actor.agency or wanted.get("agency")
    records = (
        held_by_agency(agency, text=wanted.get("q", ""), item=wanted.get("item") or None, limit=_SHOWN)
        if agency
        else ()
    )
    context = {"form": form, "records": records, "capped": len(records) == _SHOWN, "agency": agency, "nav": "records"}
    return render(request, "office/records.html", context)


@staff(REPORTING)
def page(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """One record with all its versions."""
    shown = record_page(actor, key, civil_day(now()))
    return render(request, "office/record.html", {"shown": shown, "record": shown.record, "nav": "records"})


@staff(REPORTING)
def withdraw(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """Ask for the reason and a yes, then propose the withdrawal to a second person."""
    record = visible_history(actor, key)[-1]
    form = WithdrawForm(request.POST or None, initial={"after": record.version})
    if request.method == "POST" and form.is_valid() and _proposed(actor, record, form):
        messages.success(request, _("Proposed. The record stays until another person, a manager, confirms."))
        return redirect("office:record", key=key)
    context = {"form": form, "record": record, "nav": "records"}
    return render(request, "office/withdraw.html", context, status=422 if form.is_bound else 200)


def _proposed(actor: Actor, record: RecordVersion, form: WithdrawForm) -> bool:
    """True if done; otherwise the form says why not."""
    said = form.cleaned_data
    try:
        withdrawals.propose_withdrawal(
            actor=actor, at=now(), key=record.key, after=said["after"], reason=said["reason"]
        )
    except RecordMovedOnError:
        form.add_error(None, _("The record was changed since you opened this page. Go back and look at it again."))
    except withdrawals.AlreadyProposedError:
        form.add_error(None, _("A withdrawal of this record is proposed already and waits for a second person."))
    except withdrawals.AlreadyWithdrawnError:
        form.add_error(None, _("This record is withdrawn already."))
    return not form.errors


@require_POST
@staff(frozenset({Role.AGENCY_MANAGER}))
def confirm(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The second person says yes."""
    proposal = _waiting(actor, key)
    try:
        withdrawals.confirm_withdrawal(actor=actor, at=now(), proposal_id=proposal.pk)
    except NotPermittedError:
        raise PermissionDenied from None
    except RecordMovedOnError:
        messages.error(request, _("The record has a later version. Look at it and, if need be, propose anew."))
    except withdrawals.AlreadyDecidedError:
        messages.error(request, _("Somebody decided on this in between."))
    else:
        messages.success(request, _("The record is withdrawn and has left the public site."))
    return redirect("office:record", key=key)


@require_POST
@staff(REPORTING)
def decline(request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The record stays; the second person, or the proposer, says why."""
    proposal, form = _waiting(actor, key), DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the record stays."))
        return redirect("office:record", key=key)
    try:
        withdrawals.decline_withdrawal(
            actor=actor, at=now(), proposal_id=proposal.pk, reason=form.cleaned_data["reason"]
        )
    except NotPermittedError:
        raise PermissionDenied from None
    except withdrawals.AlreadyDecidedError:
        messages.error(request, _("Somebody decided on this in between."))
    else:
        messages.success(request, _("The record stays as it is."))
    return redirect("office:record", key=key)


def _waiting(actor: Actor, key: UUID) -> Withdrawal:
    visible_history(actor, key)
    proposal = open_proposal(key)
    if proposal is None:
        raise Http404
    return proposal
