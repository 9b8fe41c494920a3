"""Who reports what."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.kernel.packs.registry import packs
from creditport.sites.portal import labels


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency and what it reports."""

    id: str
    name: str
    place: str
    verified: bool
    items: tuple[tuple[str, str], ...]


def agencies_page(request: HttpRequest) -> HttpResponse:
    """All agencies of the packs."""
    rows = tuple(
        AgencyRow(
            id=agency.id,
            name=labels.local(agency.label),
            place=labels.county_name(agency.division),
            verified=agency.verified,
            items=tuple((item, labels.item_name(item)) for item in agency.items),
        )
        for agency in sorted(packs().agencies.values(), key=lambda each: (each.division, each.id))
    )
    return render(request, "portal/agencies.html", {"nav": "catalogue", "agencies": rows})
