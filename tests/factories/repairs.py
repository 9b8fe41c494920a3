"""Adverse records as they stand on the day of the stories, ready to be repaired or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from creditport.consequences.repair.actions import apply_for_repair, state_duty
from creditport.consequences.repair.choices import Duty, DutyState
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import Actor
from creditport.subjects.register.models import Subject
from tests.factories.cases import OFFICER, owner_of, pdf, read_everything
from tests.factories.records import draft, make_subject, write

FOR_LONG = date(2099, 3, 1)  # for tests of pages that read the server's own clock


def fined_restaurant(
    at: datetime, *, repair_opens_on: date = date(2026, 6, 1), public_until: date = date(2027, 3, 1)
) -> tuple[Subject, Record]:
    """A subject with a general fine of 15,000 yuan of 1 March 2026, shown for a year."""
    subject = make_subject(at=at)
    fined = replace(draft(subject.pk), repair_opens_on=repair_opens_on, public_until=public_until)
    return subject, write(fined, at=at)


def everything_done(at: datetime, key: UUID, actor: Actor = OFFICER) -> None:
    """The agency says that the fine was paid and the conduct mended."""
    for duty in Duty:
        state_duty(
            actor=actor,
            at=at,
            record_key=key,
            duty=duty,
            state=DutyState.DONE,
            stated_on=date(2026, 5, 20),
            reference="缴款书 46-001",
        )


def apply(at: datetime, record: Record, *, actor: Actor | None = None) -> Case:
    """The owner asks for the repair, with commitment and proof."""
    return apply_for_repair(
        actor=actor or owner_of(record.subject_id or 0),
        at=at,
        record_key=record.key,
        documents=(pdf("commitment"), pdf("proof-of-duties")),
    )


def ready_to_decide(at: datetime, record: Record) -> Case:
    """An application that is accepted and whose evidence the officer has read."""
    case = apply(at, record)
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    read_everything(OFFICER, case, at)
    return case


def granted(at: datetime, record: Record) -> Case:
    """A repair from application to grant."""
    case = ready_to_decide(at, record)
    return act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=case.version)
