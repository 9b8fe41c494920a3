"""What objections announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled(Announcement):
    """Something is disputed and marked so."""

    objection_id: int
    case_id: int
    subject_id: int
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionEnded(Announcement):
    """An objection has its outcome; every recipient of the item is told.

    `corrects` and `withdraws` say what is to become of the item. Records are corrected here; the topics of other
    items react to this.
    """

    objection_id: int
    case_id: int
    subject_id: int
    about_kind: str
    about_id: str
    outcome: str
    corrects: bool
    withdraws: bool
    field: str
    value: str
    reason: str
