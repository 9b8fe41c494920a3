"""What is collected, by which law."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import NotInForceError, UnknownItemError, packs
from creditport.kernel.packs.schema import CatalogueItem
from creditport.sites.api.problems import Problem, ProblemError
from creditport.sites.api.shapes import ItemList, ItemShown, ProblemShown

router = Router(tags=["catalogue"])


@router.get("/catalogue", response={200: ItemList, 422: ProblemShown}, summary="The catalogue of a day")
def list_items(request: HttpRequest, on: date | None = None) -> ItemList:
    """Every item in force on that day (today), with its basis."""
    day = on or civil_day(now())
    return ItemList(items=[_shown(item) for item in packs().items_on(day)], rules=packs().version)


@router.get(
    "/catalogue/{item}", response={200: ItemShown, 404: ProblemShown, 422: ProblemShown}, summary="One catalogue item"
)
def one_item(request: HttpRequest, item: str, on: date | None = None) -> ItemShown:
    """The item as it is in force on that day (today)."""
    try:
        return _shown(packs().item(item, on or civil_day(now())))
    except (UnknownItemError, NotInForceError):
        raise ProblemError(Problem.NOT_FOUND) from None


def _shown(item: CatalogueItem) -> ItemShown:
    instruments = packs().instruments
    return ItemShown(
        id=item.id,
        zh=item.label.zh,
        en=item.label.en,
        catalogue_class=item.catalogue_class,
        nature=item.nature,
        openness=item.openness,
        fields=len(item.fields),
        basis=[
            {
                "instrument": basis.instrument,
                "zh": instruments[basis.instrument].label.zh,
                "en": instruments[basis.instrument].label.en,
                "article": basis.article,
            }
            for basis in item.basis
        ],
        verified=item.verified,
    )
