"""Checks of notices: every layout exists, every place in a text can be filled in, every item is known."""

from __future__ import annotations

from collections.abc import Iterator

from creditport.kernel.packs.declarations import Declaration, Declarations
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.references import unknown
from creditport.kernel.packs.schema_notices import PLACES, NoticeClock, NoticeDocument


def notice_faults(found: Declarations) -> Iterator[Fault]:
    """Faults of the documents that go out with decisions, and of their clocks."""
    items = {each.value.id for each in found.items}
    for clock in found.notice_clocks:
        yield from _items(clock, items)
    for document in found.notice_documents:
        yield from _items(document, items)
        if document.value.layout not in found.layouts:
            yield unknown(document, ("layout",), document.value.layout, "layouts/", found.layouts)
        yield from _places(document)


def _items(each: Declaration[NoticeClock] | Declaration[NoticeDocument], items: set[str]) -> Iterator[Fault]:
    for index, item in enumerate(each.value.items):
        if item not in items:
            yield unknown(each, ("items", index), item, "catalogue/", items)


def _places(document: Declaration[NoticeDocument]) -> Iterator[Fault]:
    for number, section in enumerate(document.value.sections):
        for index, paragraph in enumerate(section.paragraphs):
            for place in sorted(set(paragraph.places) - PLACES):
                where = ("sections", number, "paragraphs", index, "text")
                yield unknown(document, where, place, "schema_notices.PLACES", sorted(PLACES))
