"""Every write of proceedings. What a body orders happens in the same transaction as its entry.

A suspension hides what the contested act shows and lets rest what follows from it; an annulment withdraws it, which
ends everything that rests on it. The topics that keep these things react to the announcements.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from creditport.consequences.proceedings import refusals
from creditport.consequences.proceedings.access import is_system, may_note, may_rule
from creditport.consequences.proceedings.acts import Act, act_of, withdraw_record
from creditport.consequences.proceedings.choices import Contested, ProceedingAct, ProceedingKind, Result
from creditport.consequences.proceedings.events import (
    ExecutionResumed,
    ExecutionSuspended,
    ProceedingEnded,
    ProceedingNoted,
)
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.consequences.refusals import refused_by_law
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Before whom an act is contested, under which number, since when."""

    kind: ProceedingKind
    body: str
    reference: str
    filed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the body ordered: number and day of the document."""

    ruling: str
    ruled_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happened in a proceeding: an act, its document, and the result if it ended."""

    act: ProceedingAct
    order: Order
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """The proceeding, and whether anything is new; False if all of it was known just so."""

    proceeding: Proceeding
    changed: bool


def report_proceeding(*, actor: Actor, at: datetime, about_kind: Contested, about_id: str, filing: Filing) -> Reported:
    """Note a proceeding as a system tells it: the same again changes nothing. Raises RefusedError if it was noted
    with another body or day.
    """
    act = act_of(about_kind, about_id)
    about_id = act.id if act else about_id
    known = Proceeding.objects.filter(
        about_kind=about_kind, about_id=about_id, kind=filing.kind, reference=_kept(filing.reference, 100)
    ).first()
    if known is None:
        noted = note_proceeding(actor=actor, at=at, about_kind=about_kind, about_id=about_id, filing=filing)
        return Reported(noted, changed=True)
    if not may_note(actor, known.agency, known.kind):
        raise NotPermittedError(f"{actor.name} may not note proceedings about acts of {known.agency}")
    if (known.body, known.filed_on) != (_kept(filing.body, 200), filing.filed_on):
        raise refusals.noted_otherwise(known.body, known.filed_on)
    return Reported(known, changed=False)


def report_course(*, actor: Actor, at: datetime, proceeding_id: int, course: Course) -> Reported:
    """Enter what was ordered as a system tells it: the same document again changes nothing."""
    noted = Proceeding.objects.filter(pk=proceeding_id).first()
    if noted is None or not may_rule(actor, noted.agency, noted.kind):
        raise NotPermittedError(f"{actor.name} may not act on proceeding {proceeding_id}")
    order = course.order
    if noted.events.filter(
        act=course.act, result=course.result or "", ruling=_kept(order.ruling, 100), ruled_on=order.ruled_on
    ).exists():
        return Reported(noted, changed=False)
    if course.act is ProceedingAct.SUSPENDED:
        suspend_execution(actor=actor, at=at, proceeding_id=proceeding_id, order=order)
    elif course.act is ProceedingAct.RESUMED:
        resume_execution(actor=actor, at=at, proceeding_id=proceeding_id, order=order)
    elif course.result is not None:
        end_proceeding(actor=actor, at=at, proceeding_id=proceeding_id, result=course.result, order=order)
    else:
        raise refusals.without_result()
    return Reported(noted, changed=True)


def _kept(text: str, most: int) -> str:
    """A text as it is kept."""
    return text.strip()[:most]


def note_proceeding(*, actor: Actor, at: datetime, about_kind: Contested, about_id: str, filing: Filing) -> Proceeding:
    """Mark an act as contested. Raises RefusedError if there is no such act, or the number was entered before."""
    act = act_of(about_kind, about_id)
    if act is None:
        raise refusals.nothing_contested()
    if not may_note(actor, act.agency, filing.kind):
        raise NotPermittedError(f"{actor.name} may not note proceedings about acts of {act.agency}")
    if not filing.body.strip() or not filing.reference.strip():
        raise refusals.without_reference()
    if filing.filed_on > civil_day(at):
        raise refusals.not_yet()
    with transaction.atomic():
        noted = _noted(actor, at, act, about_kind, filing)
        announce(
            ProceedingNoted(
                actor=actor,
                at=at,
                proceeding_id=noted.pk,
                subject_id=noted.subject_id,
                about_kind=noted.about_kind,
                about_id=noted.about_id,
            )
        )
        _record(actor, at, "proceeding.note", noted, {"kind": noted.kind, "reference": noted.reference})
    return noted


def _noted(actor: Actor, at: datetime, act: Act, kind: Contested, filing: Filing) -> Proceeding:
    try:
        with transaction.atomic():
            return Proceeding.objects.create(
                subject_id=act.subject_id,
                about_kind=kind,
                about_id=act.id,
                agency=act.agency,
                kind=filing.kind,
                body=_kept(filing.body, 200),
                reference=_kept(filing.reference, 100),
                filed_on=filing.filed_on,
                noted_at=at,
                noted_by=actor.name,
            )
    except IntegrityError:
        raise refusals.noted_already() from None


def suspend_execution(*, actor: Actor, at: datetime, proceeding_id: int, order: Order) -> None:
    """The body suspends the execution: what shows is hidden, what follows rests, from this moment on."""
    with _ordered(actor, at, proceeding_id, order, ProceedingAct.SUSPENDED) as (noted, actor):
        announce(
            ExecutionSuspended(
                actor=actor,
                at=at,
                proceeding_id=noted.pk,
                subject_id=noted.subject_id,
                about_kind=noted.about_kind,
                about_id=noted.about_id,
            )
        )


def resume_execution(*, actor: Actor, at: datetime, proceeding_id: int, order: Order) -> None:
    """The suspension is lifted while the proceeding goes on."""
    with _ordered(actor, at, proceeding_id, order, ProceedingAct.RESUMED) as (noted, actor):
        _tell_resumed(actor, at, noted)


def end_proceeding(*, actor: Actor, at: datetime, proceeding_id: int, result: Result, order: Order) -> None:
    """The proceeding is over. If the act was annulled it is withdrawn now, with everything that rests on it."""
    with _ordered(actor, at, proceeding_id, order, ProceedingAct.ENDED, result) as (noted, actor):
        annuls = result is Result.ANNULLED
        announce(
            ProceedingEnded(
                actor=actor,
                at=at,
                proceeding_id=noted.pk,
                subject_id=noted.subject_id,
                about_kind=noted.about_kind,
                about_id=noted.about_id,
                result=result,
                annuls=annuls,
                reason=_because(noted, order),
            )
        )
        if annuls and noted.about_kind == Contested.RECORD:
            withdraw_record(actor=actor, at=at, key=UUID(noted.about_id), reason=_because(noted, order))
        _tell_resumed(actor, at, noted)


def _because(noted: Proceeding, order: Order) -> str:
    """Why what was annulled is withdrawn, in the words that its subject reads."""
    return f"{noted.body}{order.ruling}：{ProceedingKind(noted.kind).label}，{order.reason or Result.ANNULLED.label}"


def _tell_resumed(actor: Actor, at: datetime, noted: Proceeding) -> None:
    announce(
        ExecutionResumed(
            actor=actor,
            at=at,
            proceeding_id=noted.pk,
            subject_id=noted.subject_id,
            about_kind=noted.about_kind,
            about_id=noted.about_id,
        )
    )


@contextmanager
def _ordered(
    actor: Actor, at: datetime, proceeding_id: int, order: Order, act: ProceedingAct, result: Result | None = None
) -> Iterator[tuple[Proceeding, Actor]]:
    """Write down what the body ordered; what follows from it happens inside, by the actor that is handed in.

    A court's system acts there in its own name for the agency whose act it is.
    """
    noted = Proceeding.objects.filter(pk=proceeding_id).first()
    if noted is None or not may_rule(actor, noted.agency, noted.kind):
        raise NotPermittedError(f"{actor.name} may not act on proceeding {proceeding_id}")
    if not is_system(actor) and actor.name == noted.noted_by:
        raise refusals.same_person()
    if not order.ruling.strip():
        raise refusals.without_reference()
    if order.ruled_on > civil_day(at):
        raise refusals.not_yet()
    with refused_by_law():
        ProceedingEvent.objects.create(
            proceeding=noted,
            act=act,
            result=result or "",
            ruling=_kept(order.ruling, 100),
            ruled_on=order.ruled_on,
            reason=order.reason[:400],
            at=at,
            by=actor.name,
        )
        said: dict[str, object] = {
            "ruling": order.ruling,
            "ruled_on": order.ruled_on.isoformat(),
            "result": result or "",
        }
        _record(actor, at, f"proceeding.{act}", noted, said)
        yield noted, actor if actor.acts_for(noted.agency) else replace(actor, agency=noted.agency)


def _record(actor: Actor, at: datetime, act: str, noted: Proceeding, details: dict[str, object]) -> None:
    details = {"proceeding": noted.pk, **details}
    record_act(actor=actor, at=at, act=act, object_kind=noted.about_kind, object_id=noted.about_id, details=details)
