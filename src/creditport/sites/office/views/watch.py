"""For the auditors: records that stopped being shown in an unusual way."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.consequences.repair.watching import unusual_stops
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.sites.office.gate import staff

DAYS = 90


@staff(frozenset({Role.AUDITOR}))
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is unusual of the last ninety days, newest first."""
    at = now()
    found = unusual_stops(since=at - timedelta(days=DAYS), until=at)
    context = {"found": tuple(reversed(found)), "days": DAYS, "nav": "watch"}
    return render(request, "office/watch.html", context)
