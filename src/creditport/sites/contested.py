"""What is contested of an entry or a measure: itself, and what it rests on; each act with how its proceedings stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.queries import Pending, proceedings_about
from creditport.sites.words import day_words


@dataclass(frozen=True, slots=True)
class ContestedAct:
    """One act: what it is to the page, each of its proceedings in words, and where its page is (empty: nowhere)."""

    label: str
    standing: tuple[str, ...]
    contested: bool  # some proceeding is not over
    url: str


@dataclass(frozen=True, slots=True)
class Resting:
    """An act on which a page's own act rests, or that act itself."""

    kind: Contested
    id: str
    label: str


Address = Callable[[Contested, str], str]


def rests_of_entry(entry: ListEntry, own: str) -> tuple[Resting, ...]:
    """An entry, called `own`, and the record that publishes it."""
    found = [Resting(Contested.LIST_ENTRY, str(entry.pk), own)]
    if entry.record_key is not None:
        found.append(Resting(Contested.RECORD, str(entry.record_key), _("The record that publishes it")))
    return tuple(found)


def rests_of_measure(applied: MeasureApplication) -> tuple[Resting, ...]:
    """A measure, and the entry or record that it follows."""
    own = Resting(Contested.MEASURE, str(applied.pk), _("This measure"))
    entry = entry_of(applied.list_entry_id) if applied.list_entry_id is not None else None
    if entry is not None:
        return own, *rests_of_entry(entry, _("The entry that it follows"))
    if applied.record_key is not None:
        return own, Resting(Contested.RECORD, str(applied.record_key), _("The record that it follows"))
    return (own,)


def contested_acts(rests: tuple[Resting, ...], address: Address) -> tuple[ContestedAct, ...]:
    """Each act with its proceedings, as everybody who sees the page may know them."""
    acts = []
    for each in rests:
        found = proceedings_about(each.kind, [each.id])
        standing = tuple(standing_words(one) for one in found)
        acts.append(ContestedAct(each.label, standing, any(one.open for one in found), address(each.kind, each.id)))
    return tuple(acts)


def standing_words(one: Pending) -> str:
    """Where and since when an act is contested, and how it stands."""
    if one.result is not None:
        state = str(one.result.label)
    else:
        state = _("Execution suspended") if one.suspended else _("Pending")
    return f"{one.kind.label} · {day_words(one.filed_on)} · {state}"
