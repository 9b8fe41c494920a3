"""Closing of cases whose object has fallen away: nobody decides them any more, and the subject is told why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.events import CaseDecided
from creditport.engines.cases.journal import note
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import case_type_of
from creditport.kernel.audit.actions import record_act
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind


def lapse_about(*, actor: Actor, at: datetime, types: frozenset[str], kind: str, id: str, reason: str) -> int:
    """Close every open case of these types about a thing that is no more. Returns how many. The system alone may."""
    with transaction.atomic():
        found = Case.objects.filter(type_id__in=types, about_kind=kind, about_id=id, closed_at__isnull=True)
        ids = list(found.order_by("id").values_list("id", flat=True))
        return sum(lapse_case(actor=actor, at=at, case_id=case_id, reason=reason) for case_id in ids)


def lapse_case(*, actor: Actor, at: datetime, case_id: int, reason: str) -> bool:
    """Close one case by the outcome that its type reaches by itself. False if it is closed or has no such outcome."""
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not let a case lapse")
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        outcome = next((each for each in case_type_of(case).outcomes if each.by_itself), None)
        if not case.open or outcome is None:
            return False
        was = case.step
        case.version += 1
        case.outcome, case.closed_at, case.desk = outcome.id, at, ""
        case.due_on, case.uncounted_year, case.suspended_on, case.escalated_on = None, None, None, None
        case.save()
        note(actor, at, case, EngineAct.LAPSE, from_step=was, to_step=outcome.id, reason=reason)
        details = {"type": case.type_id, "to": outcome.id, "reason": reason[:200]}
        record_act(actor=actor, at=at, act="case.lapse", object_kind="case", object_id=case.pk, details=details)
        announce(_told(actor, at, case, outcome.effects, reason))
    return True


def _told(actor: Actor, at: datetime, case: Case, effects: tuple[str, ...], reason: str) -> CaseDecided:
    return CaseDecided(
        actor=actor,
        at=at,
        case_id=case.pk,
        type_id=case.type_id,
        subject_id=case.subject_id,
        about_kind=case.about_kind,
        about_id=case.about_id,
        act=EngineAct.LAPSE,
        outcome=case.outcome,
        effects=effects,
        reason=reason,
        fields={},
    )
