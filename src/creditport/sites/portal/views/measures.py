"""What may follow, and on which basis: sanctions and lists; incentives and their editions. Generated from the packs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import ListKind
from creditport.sites.portal.measures import editions, incentive_groups, list_rows, sanction_groups

_ADVERSE = (ListKind.SERIOUS, ListKind.ABNORMAL, ListKind.GOVERNMENT_DEFAULT)
_GOOD = (ListKind.HONOURS, ListKind.WHITELIST)


def sanctions_page(request: HttpRequest) -> HttpResponse:
    """Every sanction that stands today, by group, and the lists that lead to it."""
    today = civil_day(now())
    context = {
        "nav": "rules",
        "groups": sanction_groups(today),
        "lists": list_rows(today, _ADVERSE),
        "version": packs().version,
        "today": today,
    }
    return render(request, "portal/measures.html", context)


def incentives_page(request: HttpRequest) -> HttpResponse:
    """The joint-incentive list, edition by edition, and who is on the lists of the honest."""
    today = civil_day(now())
    context = {
        "nav": "rules",
        "groups": incentive_groups(today),
        "lists": list_rows(today, _GOOD),
        "editions": editions(),
        "version": packs().version,
        "today": today,
    }
    return render(request, "portal/incentives.html", context)
