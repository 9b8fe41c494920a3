"""Template tags of contested acts: `{% load contested %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.proceedings.access import may_see
from creditport.consequences.proceedings.acts import act_of
from creditport.consequences.proceedings.choices import Contested
from creditport.kernel.identity.actor import Actor
from creditport.sites.contested import Address, contested_acts, rests_of_entry, rests_of_measure

register = template.Library()
_TEMPLATE = "components/contested.html"


@register.inclusion_tag(_TEMPLATE, takes_context=True)
def contested_entry(context: dict[str, Any], entry: ListEntry, own: str) -> dict[str, object]:
    """How an entry and its record are contested; links to their pages in the office."""
    return {"acts": contested_acts(rests_of_entry(entry, own), _in_office(context["user"].actor))}


@register.inclusion_tag(_TEMPLATE, takes_context=True)
def contested_measure(context: dict[str, Any], applied: MeasureApplication) -> dict[str, object]:
    """How a measure and what it follows are contested; links to their pages in the office."""
    return {"acts": contested_acts(rests_of_measure(applied), _in_office(context["user"].actor))}


@register.inclusion_tag(_TEMPLATE)
def contested_own_entry(entry: ListEntry, own: str) -> dict[str, object]:
    """The same for the entry's own subject, on its own pages."""

    def address(kind: Contested, id: str) -> str:
        return reverse("my:contested", args=[entry.subject_id, str(kind), id])

    return {"acts": contested_acts(rests_of_entry(entry, own), address)}


def _in_office(actor: Actor) -> Address:
    """The page of an act, for an officer who may see it."""

    def address(kind: Contested, id: str) -> str:
        act = act_of(kind, id)
        seen = act is not None and may_see(actor, subject_id=act.subject_id, agency=act.agency)
        return reverse("office:proceedings", args=[str(kind), id]) if seen else ""

    return address
