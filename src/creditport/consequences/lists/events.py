"""What lists announce. Announcements of an import are about the submission."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryInForce(Announcement):
    """A subject is on a list from now on; what follows the list follows."""

    entry_id: int
    subject_id: int
    list_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEnded(Announcement):
    """A subject is off a list, removed or because the entry was annulled."""

    entry_id: int
    subject_id: int
    list_id: str
    record_key: UUID | None
    annulled: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesPaused(Announcement):
    """All entries of a subject rest, or hold again."""

    subject_id: int
    entry_ids: tuple[int, ...]
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesImported(Announcement):
    """The entries of one submission were made, or held for want of evidence."""

    submission_id: int
    made: int
    ended: int
    held: int
