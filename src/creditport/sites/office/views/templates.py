"""Templates of every item: sheets to fill in, and the shape for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.foundation.catalogue.queries import DictionaryItem, dictionary_item
from creditport.foundation.catalogue.templates import csv_template, json_schema, xlsx_template
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import NotInForceError, UnknownItemError, packs
from creditport.sites.office.gate import REPORTING, staff
from creditport.sites.office.names import items_of

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/schema+json",
}


@staff(REPORTING)
def catalogue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The items one may report, each with its templates."""
    items = tuple(packs().items[item] for item, _ in items_of(actor.agency))
    return render(request, "office/templates.html", {"items": items, "nav": "templates"})


@staff(REPORTING)
def download(request: HttpRequest, actor: Actor, item: str, form: str) -> HttpResponse:
    """One template, made from the catalogue in force today."""
    if form not in _TYPES:
        raise Http404
    try:
        wanted = dictionary_item(packs(), item, civil_day(now()))
    except (UnknownItemError, NotInForceError):
        raise Http404 from None
    return HttpResponse(
        _content(wanted, form),
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{item}.{form}"'},
    )


def _content(item: DictionaryItem, form: str) -> bytes | str:
    if form == "xlsx":
        return xlsx_template(item, packs().version)
    return csv_template(item) if form == "csv" else json_schema(item, packs().version)
