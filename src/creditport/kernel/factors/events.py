"""What resets announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetProposed(Announcement):
    """Somebody says that the holder of this account lost the second factors."""

    reset_id: int
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsReset(Announcement):
    """The second factors of this account are gone, and so are its sessions."""

    reset_id: int
    account: str
