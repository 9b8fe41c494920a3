"""Reads of entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import HeldListing, ListEntry, ListEntryVersion
from creditport.kernel.statements.statements import rows, statement


@dataclass(frozen=True, slots=True)
class EntryToday:
    """An entry that holds today: in force, not run out, and its basis alive."""

    id: int
    subject_id: int
    list_id: str
    form: str  # kind of list
    agency: str
    instrument: str
    article: str
    decision_number: str
    decided_on: date
    in_force_from: date
    ends_on: date | None
    record_key: UUID | None


def entries_today(subject_id: int) -> tuple[EntryToday, ...]:
    """The lists a subject is on today, oldest entry first."""
    found = rows("default", statement("consequences.lists", "entries_today"), {"subject": subject_id})
    return tuple(EntryToday(*row) for row in found)


def entries(*, agency: str | None = None, list_id: str = "", state: str = "") -> QuerySet[ListEntry]:
    """Entries that fit, newest act first."""
    found = ListEntry.objects.order_by("-changed_at", "-id")
    if agency:
        found = found.filter(agency=agency)
    if list_id:
        found = found.filter(list_id=list_id)
    return found.filter(state=state) if state else found


def entry(entry_id: int) -> ListEntry | None:
    """One entry."""
    return ListEntry.objects.filter(pk=entry_id).first()


def entry_of_case(case_id: int) -> ListEntry | None:
    """The entry that is made by the steps of this case."""
    return ListEntry.objects.filter(case_id=case_id).first()


def proposer_of(entry: ListEntry) -> str:
    """The account that proposed it; of a reported entry, the one that reported."""
    first = ListEntryVersion.objects.filter(entry_id=entry.pk, version=1).values_list("changed_by", flat=True).first()
    return first or entry.changed_by


def entries_of_subject(subject_id: int) -> tuple[ListEntry, ...]:
    """Every entry of a subject, whatever became of it, newest first."""
    return tuple(ListEntry.objects.filter(subject_id=subject_id).order_by("-id"))


def entries_standing(subject_id: int, on: date) -> tuple[ListEntry, ...]:
    """Entries of a subject that hold or rest and have not run out by that day, oldest first."""
    held = [EntryState.IN_FORCE, EntryState.PAUSED]
    found = ListEntry.objects.filter(subject_id=subject_id, state__in=held).order_by("in_force_from", "id")
    return tuple(found.exclude(ends_on__lte=on))


def entry_history(entry_id: int) -> tuple[ListEntryVersion, ...]:
    """Every state an entry had, oldest first."""
    return tuple(ListEntryVersion.objects.filter(entry_id=entry_id).order_by("version"))


def entries_of_record(record_key: UUID) -> tuple[ListEntry, ...]:
    """Entries that a record publishes and that hold or rest."""
    held = [EntryState.IN_FORCE, EntryState.PAUSED]
    return tuple(ListEntry.objects.filter(record_key=record_key, state__in=held).order_by("id"))


def held_listings(agency: str | None) -> QuerySet[HeldListing]:
    """Reported entries that were not made for want of evidence, newest first."""
    found = HeldListing.objects.order_by("-held_at", "-id")
    return found.filter(agency=agency) if agency else found
