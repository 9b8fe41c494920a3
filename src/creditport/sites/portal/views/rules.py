"""The rules of publicity, generated from the packs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.portal.rulebook import rulebooks


def rules_page(request: HttpRequest) -> HttpResponse:
    """How long what is shown, and by which article."""
    today = civil_day(now())
    books = rulebooks(today)
    context = {
        "nav": "rules",
        "books": [book for book in books if book.adverse],
        "others": [book for book in books if not book.adverse],
        "version": packs().version,
        "today": today,
    }
    return render(request, "portal/rules.html", context)
