"""What proceedings announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingNoted(Announcement):
    """An act is contested, and marked so."""

    proceeding_id: int
    subject_id: int
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionSuspended(Announcement):
    """The body suspended the execution of the act: what it shows is hidden, what follows from it rests."""

    proceeding_id: int
    subject_id: int
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionResumed(Announcement):
    """The suspension is over: everything is as it would be without it, unless something else holds it."""

    proceeding_id: int
    subject_id: int
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingEnded(Announcement):
    """A proceeding ended. `annuls`: the act is undone; whoever keeps what it made withdraws it."""

    proceeding_id: int
    subject_id: int
    about_kind: str
    about_id: str
    result: str
    annuls: bool
    reason: str
