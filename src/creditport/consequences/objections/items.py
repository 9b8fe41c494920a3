"""Whose an item is, and who is its source: each kind of item that can be disputed says so for itself.

Chapters above add their own kinds with `register`; what nobody speaks for cannot be disputed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.objections.choices import Disputable
from creditport.foundation.records.queries import history
from creditport.kernel.packs.registry import packs


@dataclass(frozen=True, slots=True)
class Owned:
    """The subject of an item, and the agency that answers for it (blank: none)."""

    subject_id: int
    agency: str


Finder = Callable[[str], Owned | None]
_finders: dict[Disputable, Finder] = {}


def register(kind: Disputable, finder: Finder) -> None:
    """Let items of this kind be disputed."""
    _finders[kind] = finder


def owned(kind: Disputable, id: str) -> Owned | None:
    """Whose the item is; None if there is none, or nobody speaks for its kind."""
    finder = _finders.get(kind)
    return finder(id) if finder else None


def _record(id: str) -> Owned | None:
    try:
        versions = history(UUID(id))
    except ValueError:
        return None
    subject_id = versions[-1].subject_id if versions else None
    return Owned(subject_id, versions[-1].agency) if subject_id is not None else None


def _list_entry(id: str) -> Owned | None:
    entry = ListEntry.objects.filter(pk=int(id)).first() if id.isdecimal() and len(id) < 19 else None
    return Owned(entry.subject_id, entry.agency) if entry else None


def _decision(id: str) -> Owned | None:
    try:
        found = Decision.objects.filter(pk=UUID(id)).first()
    except ValueError:
        return None
    return Owned(found.subject_id, _answers_for_the_platform()) if found else None


def _answers_for_the_platform() -> str:
    """The agency of the desk of the province: what the platform worked out itself has no other source."""
    desk = packs().desks.get("province")
    return (desk.agency or "") if desk else ""


register(Disputable.RECORD, _record)
register(Disputable.LIST_ENTRY, _list_entry)
register(Disputable.DECISION, _decision)
