"""What the daily work does to cases: counts deadlines that could not be counted before, reports those that passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from creditport.engines.cases import clock
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.events import CasesOverdue
from creditport.engines.cases.models import Case, CaseEvent
from creditport.engines.cases.queries import case_type_of, late
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind
from creditport.kernel.workdays.workdays import known_years


def _only_the_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not run the daily work")


def count_deadlines(*, actor: Actor, at: datetime) -> int:
    """Count the deadlines for which the calendar of a year was missing when they were set. Returns how many."""
    _only_the_system(actor)
    counted = 0
    with transaction.atomic():
        waiting = Case.objects.select_for_update().filter(
            closed_at__isnull=True, uncounted_year__in=sorted(known_years())
        )
        for case in waiting.order_by("id"):
            step = case_type_of(case).step(case.step)
            due = clock.due_or_unknown(
                step.deadline,
                opened_on=case.opened_on,
                entered_on=case.entered_on,
                not_counted=case.suspended_workdays,
            )
            if due.on is not None and case.extended_workdays:
                due = clock.later(due.on, case.extended_workdays)
            case.due_on, case.uncounted_year = due.on, due.uncounted_year
            case.save(update_fields=["due_on", "uncounted_year"])
            counted += case.due_on is not None
        if counted:
            details = {"cases": counted}
            record_act(
                actor=actor, at=at, act="case.count-deadlines", object_kind="case", object_id="all", details=details
            )
    return counted


def mark_overdue(*, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Report every open case that went over its day and was not reported yet, once for each step."""
    _only_the_system(actor)
    today = civil_day(at)
    with transaction.atomic():
        passed = list(late(today).select_for_update().filter(escalated_on__isnull=True).order_by("id"))
        if not passed:
            return ()
        found = tuple(case.pk for case in passed)
        Case.objects.filter(pk__in=found).update(escalated_on=today)
        CaseEvent.objects.bulk_create((_overdue(actor, at, case) for case in passed), batch_size=1000)
        announce(CasesOverdue(actor=actor, at=at, case_ids=found))
        details = {"cases": len(found)}
        record_act(actor=actor, at=at, act="case.overdue", object_kind="case", object_id="all", details=details)
    return found


def _overdue(actor: Actor, at: datetime, case: Case) -> CaseEvent:
    return CaseEvent(
        case=case,
        version=case.version,
        at=at,
        actor_kind=str(actor.kind),
        actor_name=actor.name,
        act=EngineAct.OVERDUE,
        from_step=case.step,
        to_step=case.step,
        due_on=case.due_on,
    )
