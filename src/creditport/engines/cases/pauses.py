"""The clock of a case, stopped, started and lengthened: by a named officer, with a reason, as the pack allows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from creditport.engines.cases import access, clock
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.journal import note
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import case_type_of
from creditport.engines.cases.refusals import (
    ClockStateError,
    ConcurrentActError,
    NoPauseLeftError,
    ReasonMissingError,
)
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.schema_cases import Pause


def suspend(*, actor: Actor, at: datetime, case_id: int, version: int, reason: str) -> Case:
    """Stop the clock: working days from now on do not count, until somebody resumes it."""
    with transaction.atomic():
        case = _locked(case_id, version)
        pause = _allowed(actor, case, case_type_of(case).suspension, reason)
        if case.suspended_on is not None or case.due_on is None:
            raise ClockStateError("the clock stands still already")
        if case.suspensions >= pause.most_times:
            raise NoPauseLeftError(f"suspended {case.suspensions} times already")
        case.suspended_on = civil_day(at)
        case.suspensions += 1
        _changed(actor, at, case, EngineAct.SUSPEND, reason)
    return case


def resume(*, actor: Actor, at: datetime, case_id: int, version: int, reason: str = "") -> Case:
    """Let the clock run again: the deadline moves by the working days that passed, at most those the pack allows.

    What a suspension took beyond that counts as the office's own time.
    """
    with transaction.atomic():
        case = _locked(case_id, version)
        pause = case_type_of(case).suspension
        if pause is None or not access.may_pause(actor, case, pause):
            raise NotPermittedError(f"{actor.name} may not resume case {case.number}")
        if case.suspended_on is None or case.due_on is None:
            raise ClockStateError("the clock runs already")
        passed = clock.workdays_passed(case.suspended_on, civil_day(at))
        counted = min(passed, max(pause.most_workdays - case.suspended_workdays, 0))
        due = clock.later(case.due_on, counted)
        case.suspended_workdays += counted
        case.suspended_on = None
        case.due_on, case.uncounted_year = due.on, due.uncounted_year
        _changed(actor, at, case, EngineAct.RESUME, reason)
    return case


def extend(*, actor: Actor, at: datetime, case_id: int, version: int, workdays: int, reason: str) -> Case:
    """Move the deadline of the present step by so many working days."""
    with transaction.atomic():
        case = _locked(case_id, version)
        pause = _allowed(actor, case, case_type_of(case).extension, reason)
        if case.due_on is None:
            raise ClockStateError("there is no deadline to extend")
        if not 0 < workdays <= pause.most_workdays - case.extended_workdays or case.extensions >= pause.most_times:
            raise NoPauseLeftError(f"extended {case.extensions} times by {case.extended_workdays} working days")
        due = clock.later(case.due_on, workdays)
        case.extensions += 1
        case.extended_workdays += workdays
        case.due_on, case.uncounted_year = due.on, due.uncounted_year
        case.escalated_on = None
        _changed(actor, at, case, EngineAct.EXTEND, reason, workdays)
    return case


def _locked(case_id: int, version: int) -> Case:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.version != version:
        raise ConcurrentActError(f"case {case_id} is at version {case.version}, not {version}")
    return case


def _allowed(actor: Actor, case: Case, pause: Pause | None, reason: str) -> Pause:
    if pause is None:
        raise NoPauseLeftError(f"cases of the type {case.type_id} know no pause")
    if not access.may_pause(actor, case, pause):
        raise NotPermittedError(f"{actor.name} may not stop or lengthen the clock of case {case.number}")
    if not case.open:
        raise ClockStateError("closed")
    if not reason.strip():
        raise ReasonMissingError(case.type_id)
    return pause


def _changed(actor: Actor, at: datetime, case: Case, what: EngineAct, reason: str, workdays: int = 0) -> None:
    case.version += 1
    case.save()
    fields = {"workdays": str(workdays)} if workdays else {}
    note(actor, at, case, what, from_step=case.step, to_step=case.step, reason=reason, fields=fields)
    record_act(
        actor=actor,
        at=at,
        act=f"case.{what}",
        object_kind="case",
        object_id=case.pk,
        details={"due_on": case.due_on.isoformat() if case.due_on else "", "reason": reason},
    )
