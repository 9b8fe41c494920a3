"""What an agency must know of its measures and list entries: those that stopped for want of a basis, those held."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.consequences.lists.choices import Missing
from creditport.consequences.lists.models import HeldListing
from creditport.consequences.lists.queries import held_listings
from creditport.consequences.measures.queries import Standing, measures_without_basis
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.sites.office.gate import staff
from creditport.sites.office.names import in_language
from creditport.sites.office.paging import page_of


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """An applied measure that stopped because its basis no longer carries it."""

    standing: Standing
    measure: str
    basis: str


@staff()
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Both lists, of one agency or of all."""
    agency = None if sees_all_agencies(actor) else actor.agency
    stopped = [each for each in measures_without_basis() if agency in {None, each.agency}]
    shown = page_of(request, held_listings(agency))
    context = {
        "stopped": tuple(_row(each) for each in stopped),
        "page": shown,
        "held": tuple((each, _list_name(each), _lacks(each)) for each in shown.rows),
        "nav": "consequences",
    }
    return render(request, "office/consequences.html", context)


def _row(standing: Standing) -> StoppedRow:
    versions = packs().measure_versions.get(standing.measure, ())
    cited = packs().instruments.get(standing.instrument)
    return StoppedRow(
        standing=standing,
        measure=in_language(versions[-1].label) if versions else "",
        basis=f"{in_language(cited.label)} {standing.article}".strip() if cited else standing.article,
    )


def _list_name(held: HeldListing) -> str:
    versions = packs().list_versions.get(held.list_id, ())
    return in_language(versions[-1].label) if versions else ""


def _lacks(held: HeldListing) -> tuple[str, ...]:
    return tuple(str(Missing(each).label) for each in held.missing)
