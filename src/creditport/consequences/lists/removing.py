"""Removals that the subject itself asks for: on which grounds of the list, from when, with what proof.

Repair has its own rules and its own way; what is asked here is looked at by the agency that decided on the entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from creditport.consequences.lists.cases import begin_removal
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.steps import hindrance_to_ask_removal, refuse
from creditport.consequences.measures.choices import MeasureState
from creditport.consequences.measures.queries import applications_following, states_today
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import RemovalGround

PROOF = "proof-of-duties"
_LASTS = {MeasureState.COMING, MeasureState.APPLIES, MeasureState.PAUSED}


@dataclass(frozen=True, slots=True)
class WayOut:
    """A ground on which one leaves the list, and why it cannot be invoked today; `hindrance` is None if it can."""

    ground: RemovalGround
    hindrance: RefusedError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """On which ground, and why it is met. A ground is named by its English word, as cases keep every choice."""

    ground: str
    statement: str


def ways_out(entry: ListEntry, on: date) -> tuple[WayOut, ...]:
    """Every ground of the list, in its order, with what stands in its way on that day."""
    lasting = _lasting_until(entry, on)
    grounds = packs().credit_list(entry.list_id, on).removal
    return tuple(WayOut(each, hindrance_to_ask_removal(entry, each, lasting_until=lasting, on=on)) for each in grounds)


def ask_removal(
    *, actor: Actor, at: datetime, entry_id: int, asking: Asking, documents: Sequence[NewDocument] = ()
) -> Case:
    """Ask the agency that decided to take the subject off the list. Raises RefusedError if it is not yet allowed."""
    with transaction.atomic():
        entry = ListEntry.objects.select_for_update().filter(pk=entry_id).first()
        if entry is None or not actor.stands_for(entry.subject_id):
            raise NotPermittedError(f"{actor.name} may not ask for the removal of list entry {entry_id}")
        way = next((each for each in ways_out(entry, civil_day(at)) if each.ground.en == asking.ground), None)
        if way is None:
            raise _no_ground()
        refuse(way.hindrance)
        if all(document.kind != PROOF for document in documents):
            raise _without_proof()
        return begin_removal(
            actor=actor,
            at=at,
            entry=entry,
            statement=asking.statement,
            ground=way.ground.en,
            documents=documents,
        )


def _lasting_until(entry: ListEntry, on: date) -> date | None:
    """The first day after the last of the measures that were applied after the entry for a term, and still last."""
    applied = [each for each in applications_following(entry.pk) if each.until is not None and each.until > on]
    states = states_today(each.pk for each in applied)
    lasting = (each.until for each in applied if states[each.pk].state in _LASTS)
    return max((until for until in lasting if until is not None), default=None)


def _no_ground() -> RefusedError:
    return RefusedError(
        code="no-ground",
        zh="该名单没有这一移出情形。请从名单规定的移出情形中选择。",
        en="The list has no such condition of removal. Choose one of those that it declares.",
    )


def _without_proof() -> RefusedError:
    return RefusedError(
        code="proof",
        zh="请提交能够证明移出情形已经具备的材料。",
        en="Hand in what proves that the condition of removal is met.",
    )
