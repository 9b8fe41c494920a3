"""What decisions announce."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsSealed(Announcement):
    """Decisions were chained into the audit log: those of transactions from `since` up to and without `until`."""

    since: str
    until: str
    decisions: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsChecked(Announcement):
    """A file of many subjects was answered."""

    batch: UUID
    subjects: int
    unknown: int
