"""An act that is contested before an authority or a court."""

from __future__ import annotations

from datetime import date, datetime

from creditport.consequences.proceedings.actions import (
    Filing,
    Order,
    end_proceeding,
    note_proceeding,
    resume_execution,
    suspend_execution,
)
from creditport.consequences.proceedings.choices import Contested, ProceedingKind, Result
from creditport.consequences.proceedings.models import Proceeding
from creditport.kernel.identity.actor import Actor
from tests.factories.cases import MANAGER, OFFICER

RECONSIDERED = Filing(
    kind=ProceedingKind.RECONSIDERATION,
    body="海南省人民政府",
    reference="琼府复〔2026〕12号",
    filed_on=date(2026, 11, 2),
)
SUED = Filing(
    kind=ProceedingKind.LITIGATION,
    body="海口市中级人民法院",
    reference="（2026）琼01行初45号",
    filed_on=date(2026, 11, 9),
)
ORDER = Order(ruling="（2026）琼01行初45号之一", ruled_on=date(2026, 11, 20))


def contest(at: datetime, kind: Contested, id: object, *, filing: Filing = SUED, actor: Actor = OFFICER) -> Proceeding:
    return note_proceeding(actor=actor, at=at, about_kind=kind, about_id=str(id), filing=filing)


def suspend(at: datetime, noted: Proceeding, actor: Actor = MANAGER) -> None:
    suspend_execution(actor=actor, at=at, proceeding_id=noted.pk, order=ORDER)


def go_on(at: datetime, noted: Proceeding, actor: Actor = MANAGER) -> None:
    resume_execution(actor=actor, at=at, proceeding_id=noted.pk, order=ORDER)


def end(at: datetime, noted: Proceeding, result: Result, actor: Actor = MANAGER) -> None:
    end_proceeding(actor=actor, at=at, proceeding_id=noted.pk, result=result, order=ORDER)
