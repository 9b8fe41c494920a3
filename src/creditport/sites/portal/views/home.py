"""The home page: one search field, four doors, live figures, the latest publicity."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.foundation.publicity.queries import latest
from creditport.kernel.clock.clock import civil_day, now
from creditport.sites.portal.listing import rows
from creditport.sites.portal.statistics import headline

LATEST = 5


def home(request: HttpRequest) -> HttpResponse:
    """The home page."""
    today = civil_day(now())
    context = {
        "headline": headline(),
        "penalties": rows(latest("penalty", limit=LATEST), today=today),
        "licences": rows(latest("licence", limit=LATEST), today=today),
        "hide_header_search": True,
    }
    return render(request, "portal/home.html", context)
