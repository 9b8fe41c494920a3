"""The first page after sign-in: what needs doing, ordered by what is due."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from creditport.foundation.ingestion.inbox import inbox as inbox_of
from creditport.foundation.ingestion.inbox import silent_agencies
from creditport.foundation.withdrawals.queries import waiting_for_a_second
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.gate import staff
from creditport.sites.office.views.factors import resets_to_confirm


@staff()
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Auditors start at the log; everybody else with what waits for them."""
    if actor.role == Role.AUDITOR:
        return redirect("office:audit")
    today = civil_day(now())
    every = sees_all_agencies(actor)
    context = {
        "inbox": inbox_of(agency=None if every else actor.agency, today=today),
        "silent": silent_agencies(today=today) if every else (),
        "every": every,
        "to_confirm": waiting_for_a_second(actor.agency) if actor.agency else (),
        "resets": resets_to_confirm(actor),
        "nav": "home",
    }
    return render(request, "office/home.html", context)
