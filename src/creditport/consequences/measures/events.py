"""What measures announce."""

from __future__ import annotations

from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureApplied(Announcement):
    """An agency applied a measure to a subject."""

    application_id: int
    subject_id: int
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEnded(Announcement):
    """An applied measure ended for good."""

    application_id: int
    subject_id: int
    measure: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureNotReturned(Announcement):
    """What had ended it was undone, but the law of today does not carry it any more: its agency is told why."""

    application_id: int
    subject_id: int
    measure: str
    agency: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesLoaded(Announcement):
    """The platform works by another version of the rules from now on."""

    version: str
