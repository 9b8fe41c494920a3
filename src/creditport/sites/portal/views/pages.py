"""Pages of plain text: what one can do, how to use the site, what holds for it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.kernel.packs.registry import packs
from creditport.sites.portal import labels


def repair(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/repair.html")


def report(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/report.html")


def objection(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/objection.html")


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html", {"nav": "help"})


def site_map(request: HttpRequest) -> HttpResponse:
    """Every page, the lists and the catalogue from the packs."""
    items = tuple((id, labels.local(item.label)) for id, item in packs().items.items())
    return render(request, "portal/site_map.html", {"items": items})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay away from subjects unless the operator decides otherwise: a copy outlives its term."""
    closed = ["/office/", "/my/", "/accounts/", "/api/", "/display/", "/search/", "/en/search/", "/en/display/"]
    if not settings.SITE_INDEXED:
        closed += ["/subjects/", "/publicity/", "/en/subjects/", "/en/publicity/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
