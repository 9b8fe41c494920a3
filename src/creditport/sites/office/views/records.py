"""Records of the own agency: find one, see its versions, withdraw it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from creditport.foundation.ingestion.actions import withdraw as withdraw_record
from creditport.foundation.records.actions import RecordMovedOnError
from creditport.foundation.records.queries import RecordVersion, held_by_agency
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.forms import RecordSearchForm, WithdrawForm
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
    """Ask for the reason and a yes, then withdraw."""
    record = visible_history(actor, key)[-1]
    form = WithdrawForm(request.POST or None, initial={"after": record.version})
    if request.method == "POST" and form.is_valid() and _withdrawn(actor, record, form):
        messages.success(request, _("The record is withdrawn and has left the public site."))
        return redirect("office:record", key=key)
    context = {"form": form, "record": record, "nav": "records"}
    return render(request, "office/withdraw.html", context, status=422 if form.is_bound else 200)


def _withdrawn(actor: Actor, record: RecordVersion, form: WithdrawForm) -> bool:
    """True if done; otherwise the form says that the record changed since it was looked at."""
    try:
        if form.cleaned_data["after"] != record.version:
            raise RecordMovedOnError
        withdraw_record(actor=actor, at=now(), key=record.key, reason=form.cleaned_data["reason"])
    except RecordMovedOnError:
        form.add_error(None, _("The record was changed since you opened this page. Go back and look at it again."))
        return False
    return True
