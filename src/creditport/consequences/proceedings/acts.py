"""Whose a contested act is and who made it, for each kind of act; and the withdrawal of an annulled record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.proceedings.choices import Contested
from creditport.foundation.records.actions import NextVersion, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs


@dataclass(frozen=True, slots=True)
class Act:
    """The subject towards which an act was made, and the agency that made it."""

    subject_id: int
    agency: str


def act_of(kind: Contested, id: str) -> Act | None:
    """The act of that kind and id; None if there is none that has a subject."""
    if kind is Contested.RECORD:
        return _record(id)
    if kind is Contested.DECISION:
        return _decision(id)
    if not (id.isdecimal() and len(id) < 19):
        return None
    model = ListEntry if kind is Contested.LIST_ENTRY else MeasureApplication
    found = model.objects.filter(pk=int(id)).first()
    return Act(found.subject_id, found.agency) if found else None


def _record(id: str) -> Act | None:
    try:
        versions = history(UUID(id))
    except ValueError:
        return None
    subject_id = versions[-1].subject_id if versions else None
    return Act(subject_id, versions[-1].agency) if subject_id is not None else None


def _decision(id: str) -> Act | None:
    try:
        found = Decision.objects.filter(pk=UUID(id)).first()
    except ValueError:
        return None
    return Act(found.subject_id, found.agency) if found else None


def withdraw_record(*, actor: Actor, at: datetime, key: UUID, reason: str) -> None:
    """Withdraw an annulled record, if nobody did yet."""
    latest = history(key)[-1]
    if latest.state is RecordState.WITHDRAWN:
        return
    change = NextVersion(
        cause=Cause.WITHDRAWN, reason=reason[:400], rules=packs().version, state=RecordState.WITHDRAWN, shown=False
    )
    write_version(actor=actor, at=at, key=key, after=latest.version, change=change)
