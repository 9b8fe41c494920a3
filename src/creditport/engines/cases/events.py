"""What cases announce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from creditport.kernel.events.announcements import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Announcement):
    """A case was opened."""

    case_id: int
    type_id: str
    subject_id: int | None
    about_kind: str
    about_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseActed(Announcement):
    """Somebody acted on a case; `step` is where it stands now. `effects`: see `CaseDecided`."""

    case_id: int
    type_id: str
    subject_id: int | None
    about_kind: str
    about_id: str
    act: str
    step: str
    effects: tuple[str, ...]
    reason: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided(Announcement):
    """A case has an outcome. `effects` are the names that its type declares for it; handlers look at these only."""

    case_id: int
    type_id: str
    subject_id: int | None
    about_kind: str
    about_id: str
    act: str
    outcome: str
    effects: tuple[str, ...]
    reason: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesOverdue(Announcement):
    """These cases went over their day, all at once, in one pass of the daily work."""

    case_ids: tuple[int, ...]
