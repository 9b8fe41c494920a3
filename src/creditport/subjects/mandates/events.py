"""What mandates announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGranted(Announcement):
    """An account may act for a subject from now on."""

    mandate_id: int
    subject_id: int
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(Announcement):
    """An account acts for a subject no more."""

    mandate_id: int
    subject_id: int
    account: str
