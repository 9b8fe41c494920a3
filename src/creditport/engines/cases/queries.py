"""Every read of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from creditport.engines.cases import clock
from creditport.engines.cases.access import sits_at, told_to_subject
from creditport.engines.cases.models import Case, CaseDocument, CaseEvent
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseAct, CaseType

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DeskOf:
    """A desk, and whose: `agency` for that of an agency, `subject_id` for that of a subject; neither: all of them."""

    id: str
    agency: str = ""
    subject_id: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits. `workdays_left` is negative once the day has passed, None where none can be counted.

    `provisional_on`: the day reckoned with weekends alone, where a calendar is missing; nothing is decided by it.
    """

    case: Case
    workdays_left: int | None
    suspended: bool
    provisional_on: date | None = None
    theirs: bool = False  # the time is the other side's: over, it is not overdue


@dataclass(frozen=True, slots=True)
class Inbox:
    """`waiting` holds the most urgent; `total` says how many there are in all."""

    waiting: tuple[Waiting, ...]
    total: int


def case_type_of(case: Case) -> CaseType:
    """The type of a case, as it was in force on the day it was opened."""
    return packs().case_type(case.type_id, case.opened_on)


def open_acts(case: Case, kind: CaseType) -> tuple[CaseAct, ...]:
    """The acts that the case has now, whoever may do them."""
    return kind.step(case.step).acts if case.open else kind.outcome(case.outcome).acts


def case(case_id: int) -> Case | None:
    """One case."""
    return Case.objects.filter(pk=case_id).first()


def case_of_number(number: str) -> Case | None:
    """The case that people call so."""
    _, _, id = number.partition("-")
    found = Case.objects.filter(pk=int(id)).first() if id.isdecimal() and len(id) < 19 else None
    return found if found is not None and found.number == number else None


def open_case_about(type_ids: tuple[str, ...], kind: str, id: str) -> Case | None:
    """The open case of one of these types about a thing, if any."""
    return Case.objects.filter(type_id__in=type_ids, about_kind=kind, about_id=id, closed_at__isnull=True).first()


def cases_of_subject(subject_id: int) -> QuerySet[Case]:
    """Every case of a subject, newest first."""
    return Case.objects.filter(subject_id=subject_id).order_by("-id")


def cases_told_to(subject_id: int, *, most: int) -> tuple[Case, ...]:
    """The cases of which a subject knows, newest first."""
    return tuple(case for case in cases_of_subject(subject_id)[:most] if told_to_subject(case))


def history(case_id: int) -> tuple[CaseEvent, ...]:
    """Everything that happened to a case, oldest first."""
    return tuple(CaseEvent.objects.filter(case_id=case_id).order_by("id"))


def documents(case_id: int) -> tuple[CaseDocument, ...]:
    """The documents of a case, oldest first."""
    return tuple(CaseDocument.objects.filter(case_id=case_id).order_by("id"))


def desks_of(actor: Actor) -> tuple[DeskOf, ...]:
    """The desks at which an actor sits."""
    agency, subject = actor.agency or "", actor.subject
    return tuple(
        DeskOf(desk.id, agency if desk.kind == "case-agency" else "", subject)
        for desk in packs().desks.values()
        if sits_at(actor, desk.id, agency=agency, subject_id=subject)
    )


def waiting_at(desks: tuple[DeskOf, ...]) -> QuerySet[Case]:
    """Open cases at any of these desks, by what is due; those whose deadline cannot be counted come first."""
    wanted = Q(pk__in=[])
    for desk in desks:
        one = Q(desk=desk.id)
        if desk.agency:
            one &= Q(agency=desk.agency)
        if desk.subject_id is not None:
            one &= Q(subject_id=desk.subject_id)
        wanted |= one
    return Case.objects.filter(wanted, closed_at__isnull=True).order_by(F("due_on").asc(nulls_first=True), "id")


def inbox(desk: DeskOf, at: datetime, *, limit: int = _SHOWN) -> Inbox:
    """What waits at a desk, by what is due."""
    return _inbox(waiting_at((desk,)), civil_day(at), limit)


def inbox_of(actor: Actor, at: datetime, *, limit: int = _SHOWN) -> Inbox:
    """What waits for an actor at all the desks at which they sit."""
    return _inbox(waiting_at(desks_of(actor)), civil_day(at), limit)


def late(today: date) -> QuerySet[Case]:
    """Open cases over their day whose clock runs; time that a step gives to the other side makes nobody late."""
    found = Case.objects.filter(closed_at__isnull=True, suspended_on__isnull=True, due_on__lt=today)
    for type_id, step in _steps_of_others():
        found = found.exclude(type_id=type_id, step=step)
    return found


def _steps_of_others() -> set[tuple[str, str]]:
    kinds = (kind for versions in packs().case_type_versions.values() for kind in versions)
    return {(kind.id, step.id) for kind in kinds for step in kind.steps if step.deadline and step.deadline.theirs}


def overdue(at: datetime, *, agency: str | None = None) -> QuerySet[Case]:
    """What is late, longest first: for the superiors, of one agency or of all."""
    found = late(civil_day(at))
    return (found.filter(agency=agency) if agency else found).order_by("due_on", "id")


def waits(case: Case, today: date) -> Waiting:
    """One case with the working days it has left."""
    left = clock.workdays_left(case.due_on, today) if case.due_on else None
    theirs = case.open and (case.type_id, case.step) in _steps_of_others()
    return Waiting(case, left, case.suspended_on is not None, _provisional(case), theirs)


def _provisional(case: Case) -> date | None:
    if not case.open or case.due_on or not case.uncounted_year:
        return None
    deadline = case_type_of(case).step(case.step).deadline
    if deadline is None:
        return None
    return clock.provisional(
        deadline,
        opened_on=case.opened_on,
        entered_on=case.entered_on,
        not_counted=case.suspended_workdays,
        extended=case.extended_workdays,
    )


def _inbox(found: QuerySet[Case], today: date, limit: int) -> Inbox:
    shown = tuple(waits(case, today) for case in found[:limit])
    return Inbox(shown, found.count() if len(shown) == limit else len(shown))
