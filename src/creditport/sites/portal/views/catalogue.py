"""What is collected, by which law: the catalogue, generated from the packs."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import NotInForceError, UnknownItemError, packs
from creditport.kernel.packs.schema import CatalogueItem
from creditport.sites.portal import labels
from creditport.sites.portal.dictionary import FieldRow, catalogue_classes, field_rows, item_facts


def catalogue_page(request: HttpRequest) -> HttpResponse:
    """Every item in force today, by class."""
    context = {"nav": "catalogue", "classes": catalogue_classes(civil_day(now())), "version": packs().version}
    return render(request, "portal/catalogue.html", context)


def item_page(request: HttpRequest, item: str) -> HttpResponse:
    """One item: its law and its fields."""
    entry = _item(item)
    context = {
        "nav": "catalogue",
        "entry": entry,
        "heading": labels.local(entry.label),
        "facts": item_facts(entry),
        "citations": labels.citations(entry.basis),
        "fields": field_rows(entry),
        "version": packs().version,
    }
    return render(request, "portal/catalogue_item.html", context)


def item_csv(request: HttpRequest, item: str) -> HttpResponse:
    """The data dictionary of an item as a sheet."""
    entry = _item(item)
    answer = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{item}-fields.csv"'},
    )
    writer = csv.writer(answer)
    writer.writerow(
        [
            pgettext("of an organisation or thing", "Name"),
            _("Code"),
            _("Kind"),
            _("Length"),
            _("Needed"),
            _("Openness"),
            _("Values"),
            _("Note"),
        ]
    )
    writer.writerows(_cells(row) for row in field_rows(entry))
    return answer


def _cells(row: FieldRow) -> list[str]:
    return [
        row.name, row.code, row.kind, row.length, row.requirement, row.openness,
        "; ".join(row.values), row.note,
    ]  # fmt: skip


def item_json(request: HttpRequest, item: str) -> HttpResponse:
    """The item as the packs declare it, for programs."""
    return JsonResponse(_item(item).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})


def _item(id: str) -> CatalogueItem:
    try:
        return packs().item(id, civil_day(now()))
    except (UnknownItemError, NotInForceError) as missing:
        raise Http404 from missing
