"""Templates of every item: sheets to fill in, and the shape for machines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.sites.office.gate import staff
from creditport.sites.office.names import items_of


@staff()
def catalogue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The items one may report, each with its templates."""
    items = tuple(packs().items[item] for item, _ in items_of(actor.agency))
    return render(request, "office/templates.html", {"items": items, "nav": "templates"})
