"""Who goes on showing what must be shown no more: named, as the rules of repair want it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.foundation.exchange.receipts import laggards
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.portal.labels import agency_name


def page(request: HttpRequest) -> HttpResponse:
    """Every recipient that is late."""
    at = now()
    context = {
        "found": [(agency_name(each.agency), each) for each in laggards(at)],
        "workdays": packs().receipt_workdays(civil_day(at)),
        "as_of": at,
    }
    return render(request, "portal/laggards.html", context)
