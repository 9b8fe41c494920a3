"""What the page of held reports shows: entries from which nothing follows until what is missing is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creditport.consequences.lists.choices import Missing
from creditport.consequences.lists.models import HeldListing
from creditport.foundation.ingestion.access import may_report_for
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.entry_page import subject_names
from creditport.sites.office.names import list_name


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One held report: in which list, whom it is about, by which document, and what it lacks."""

    held: HeldListing
    name: str
    subject: str
    number: str
    lacks: tuple[str, ...]
    may_open: bool  # the record that was reported


def held_rows(actor: Actor, found: Iterable[HeldListing]) -> tuple[HeldRow, ...]:
    """Held reports as lines, with their records and the names of their subjects read at once."""
    held = tuple(found)
    records = Record.objects.only("id", "subject_id", "content").in_bulk({each.record_id for each in held})
    names = subject_names(each.subject_id for each in records.values() if each.subject_id is not None)
    return tuple(_row(actor, each, records.get(each.record_id), names) for each in held)


def _row(actor: Actor, held: HeldListing, record: Record | None, names: Mapping[int, str]) -> HeldRow:
    subject = names.get(record.subject_id or 0) if record else None
    return HeldRow(
        held=held,
        name=list_name(held.list_id) if held.list_id else "",
        subject=subject or _("a natural person, or not in the register"),
        number=str(record.content.get("document_number") or "") if record else "",
        lacks=tuple(str(Missing(each).label) for each in held.missing),
        may_open=record is not None and may_report_for(actor, held.agency),
    )
