"""Whose a contested act is and who made it, for each kind of act; and the withdrawal of an annulled record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.proceedings import refusals
from creditport.consequences.proceedings.choices import Contested
from creditport.foundation.records.actions import NextVersion, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.subjects.register.queries import subject_by_uscc


@dataclass(frozen=True, slots=True)
class Act:
    """The subject towards which an act was made, the agency that made it, and its id in its one spelling."""

    subject_id: int
    agency: str
    id: str


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
    return Act(found.subject_id, found.agency, str(found.pk)) if found else None


def _record(id: str) -> Act | None:
    try:
        versions = history(UUID(id))
    except ValueError:
        return None
    subject_id = versions[-1].subject_id if versions else None
    return Act(subject_id, versions[-1].agency, str(versions[-1].key)) if subject_id is not None else None


def _decision(id: str) -> Act | None:
    try:
        found = Decision.objects.filter(pk=UUID(id)).first()
    except ValueError:
        return None
    return Act(found.subject_id, found.agency, str(found.pk)) if found else None


def record_called(uscc: str, document_number: str) -> str:
    """The key of the record that this document about this subject made; RefusedError unless there is just one."""
    subject = subject_by_uscc(uscc.strip().upper(), using="default")
    number = document_number.strip()
    if subject is None or not number:
        raise refusals.nothing_contested()
    named = Q(content__document_number=number) | Q(held__document_number=number)
    keys = set(Record.objects.filter(named, subject_id=subject.id).values_list("key", flat=True))
    if len(keys) > 1:
        raise refusals.several_acts()
    if not keys:
        raise refusals.nothing_contested()
    return str(keys.pop())


def withdraw_record(*, actor: Actor, at: datetime, key: UUID, reason: str) -> None:
    """Withdraw an annulled record, if nobody did yet."""
    latest = history(key)[-1]
    if latest.state is RecordState.WITHDRAWN:
        return
    change = NextVersion(
        cause=Cause.WITHDRAWN, reason=reason[:400], rules=packs().version, state=RecordState.WITHDRAWN, shown=False
    )
    write_version(actor=actor, at=at, key=key, after=latest.version, change=change)
