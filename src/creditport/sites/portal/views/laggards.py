"""Who goes on showing what must be shown no more: named, as the rules of repair want it."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.foundation.exchange.receipts import laggards
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.portal.labels import agency_name

_KEPT = 300  # seconds: anybody may ask, and the answer changes by the day


def page(request: HttpRequest) -> HttpResponse:
    """Every recipient that is late."""
    at = now()
    late = cache.get_or_set("laggards", lambda: laggards(at), _KEPT) or ()
    context = {
        "found": [(agency_name(each.agency), each) for each in late],
        "workdays": packs().receipt_workdays(civil_day(at)),
    }
    return render(request, "portal/laggards.html", context)
