"""Publicity lists: what is shown today across all subjects, with filters, and as a sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from creditport.foundation.publicity.queries import PublicityFilter, publicity_list
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem, Nature, Openness
from creditport.sites.paging import Pager, address, positive, shown_words
from creditport.sites.portal import labels
from creditport.sites.portal.forms import PublicityForm
from creditport.sites.portal.listing import Row, rows
from creditport.sites.portal.subjects import subjects_named
from creditport.sites.words import day_words

PAGE = 50
EXPORT_MOST = 10_000
_FIRST_TABS = ("penalty", "licence", "serious-list-entry", "abnormal-list-entry", "honour")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use and the address without it."""

    label: str
    without_url: str


def overview(request: HttpRequest) -> HttpResponse:
    """Publicity begins with the penalties, which most people look for."""
    return redirect("portal:publicity-list", item="penalty")


def publicity_page(request: HttpRequest, item: str) -> HttpResponse:
    """One page of one list."""
    entry = _listed_item(item)
    form = PublicityForm(request.GET, item=entry)
    form.is_valid()
    named = subjects_named(form.cleaned_data.get("q") or "")
    today = civil_day(now())
    page = publicity_list(form.wanted(named.ids), after=request.GET.get("after"), limit=PAGE)
    listed = rows(page.records, today=today)
    first = positive(request.GET.get("n", ""), 1) if request.GET.get("after") else 1
    last = first + len(listed) - 1
    context = {
        "nav": "publicity",
        "entry": entry,
        "heading": labels.local(entry.label),
        "adverse": entry.nature is Nature.ADVERSE,
        "tabs": _tabs(entry.id),
        "form": form,
        "chips": _chips(request, form),
        "clear_url": request.path,
        "rows": listed,
        "named": named,
        "export_url": f"{request.path}export.csv{address(request, without=('after', 'n')).removeprefix(request.path)}",
        "export_most": EXPORT_MOST,
        "pager": Pager(
            words=shown_words(first, last, page.total, more=page.more_than_counted),
            first_url=address(request, without=("after", "n")) if first > 1 else "",
            next_url=address(request, changes={"after": page.next_after, "n": str(last + 1)})
            if page.next_after
            else "",
        ),
    }
    return render(request, "portal/publicity.html", context)


def export(request: HttpRequest, item: str) -> StreamingHttpResponse:
    """The list with its filters as CSV (UTF-8 with a mark, so that spreadsheets read it)."""
    form = PublicityForm(request.GET, item=_listed_item(item))
    form.is_valid()
    named = subjects_named(form.cleaned_data.get("q") or "")
    today = civil_day(now())
    answer = StreamingHttpResponse(
        _csv_lines(form.wanted(named.ids), today=today), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{item}-{today:%Y%m%d}.csv"'
    return answer


def _listed_item(id: str) -> CatalogueItem:
    item = packs().items.get(id)
    if item is None or item.openness is not Openness.PUBLIC:
        raise Http404
    return item


def _tabs(current: str) -> tuple[tuple[str, str, bool], ...]:
    """Id, label and whether current, of the lists: the best known first, the current one always."""
    known = [id for id in _FIRST_TABS if id in packs().items]
    ids = known if current in known else [*known, current]
    return tuple((id, labels.item_name(id), id == current) for id in ids)


def _chips(request: HttpRequest, form: PublicityForm) -> tuple[Chip, ...]:
    return tuple(
        Chip(
            label=_("{field}: {value}").format(field=form.fields[name].label, value=_chosen(form, name)),
            without_url=address(request, without=(name, "after", "n")),
        )
        for name in form.fields
        if form.cleaned_data.get(name)
    )


def _chosen(form: PublicityForm, name: str) -> str:
    value = form.cleaned_data[name]
    if isinstance(value, date):
        return day_words(value)
    choices = getattr(form.fields[name], "choices", ())
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))


class _Echo:
    """Hands back what is written, for a CSV that is sent line by line."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(wanted: PublicityFilter, *, today: date) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_csv_head())
    sent, after = 0, None
    while sent < EXPORT_MOST:
        page = publicity_list(wanted, after=after, limit=500)
        for row in rows(page.records, today=today):
            yield writer.writerow(_csv_row(row))
        sent, after = sent + len(page.records), page.next_after
        if after is None:
            return
    yield writer.writerow([_("Only the first {number} rows; narrow the list for the others").format(number=sent)])


def _csv_head() -> list[str]:
    name = pgettext("of an organisation or thing", "Name")
    return [
        name, _("Unified social credit code"), _("City or county"), _("Matter"), _("Severity"), _("Agency"),
        _("Decided on"), _("Repair opens"), _("Ends by itself"), _("Disputed"),
    ]  # fmt: skip


def _csv_row(row: Row) -> list[str]:
    bar = row.line.bar
    repair, end = (bar.repair_opens_on, bar.public_until) if bar else (None, None)
    severity = str(row.line.severity.label) if row.line.severity is not None else ""
    return [
        _inert(row.name), row.uscc, row.county, _inert(row.line.title), severity, row.line.agency,
        row.line.decided_on.isoformat(), repair.isoformat() if repair else "", end.isoformat() if end else "",
        _("Disputed") if row.line.disputed else "",
    ]  # fmt: skip


def _inert(text: str) -> str:
    """A cell that a spreadsheet cannot take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
