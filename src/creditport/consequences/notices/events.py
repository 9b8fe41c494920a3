"""What notices announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesMade(Announcement):
    """The documents that go out with a decision lie ready."""

    notices_id: int
    record_key: UUID
    subject_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesServed(Announcement):
    """They were served: the times that run from the service begin."""

    notices_id: int
    record_key: UUID
    subject_id: int
    served_on: date
