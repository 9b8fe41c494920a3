"""What things of the packs are called on a page, in the reader's language; an id never shows."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Label


def reading_language() -> Literal["zh", "en"]:
    """The language of the present reader, as the domain's texts name it."""
    return "en" if get_language() == "en" else "zh"


def in_language(label: Label) -> str:
    """The label for the present reader."""
    return label.en if get_language() == "en" else label.zh


def agency_name(agency: str) -> str:
    """The agency's name; one that is in no pack any more is called so."""
    found = packs().agencies.get(agency)
    return in_language(found.label) if found else _("an agency that is no longer listed")


def item_name(item: str) -> str:
    """The catalogue item's name."""
    found = packs().items.get(item)
    return in_language(found.label) if found else _("an item that is no longer collected")


def items_of(agency: str | None) -> tuple[tuple[str, str], ...]:
    """Id and name of what an agency may report; of everything for None."""
    allowed = packs().agencies[agency].items if agency and agency in packs().agencies else tuple(packs().items)
    return tuple((item, item_name(item)) for item in packs().items if item in allowed)


def agencies() -> tuple[tuple[str, str], ...]:
    """Id and name of every agency, by name."""
    return tuple(sorted(((id, in_language(each.label)) for id, each in packs().agencies.items()), key=lambda p: p[1]))
