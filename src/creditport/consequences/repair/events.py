"""What repair announces. Whoever shows, shares, measures or evaluates reacts in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairGranted(Announcement):
    """A record was repaired: nothing that rests on it goes on, and its subject is evaluated anew."""

    case_id: int
    record_key: UUID
    subject_id: int
    item: str
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRefused(Announcement):
    """A repair was refused; the decision says why and when to come again."""

    case_id: int
    record_key: UUID
    subject_id: int
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRevoked(Announcement):
    """A repair was revoked for false proof: the record shows again, for the longest term."""

    case_id: int
    record_key: UUID
    subject_id: int
    item: str
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairsOffered(Announcement):
    """The platform offers these records for repair by itself, in one pass of the daily work."""

    record_keys: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionBegan(Announcement):
    """A court's ruling protects a subject: its sanctions pause."""

    subject_id: int
    case_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionEnded(Announcement):
    """The protection is over; if the plan failed, everything returns as it was."""

    subject_id: int
    case_id: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityEnded(Announcement):
    """The publicity of these records ended by itself on the days after `since`, up to and including `until`."""

    since: date
    until: date
    record_keys: tuple[UUID, ...]
