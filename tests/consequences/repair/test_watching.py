"""Seeded sold deletions among honest ones: all found, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from creditport.consequences.repair.actions import apply_for_repair
from creditport.consequences.repair.watching import unusual_stops
from creditport.engines.cases.actions import act
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.register.models import Subject
from tests.factories.cases import AGENCY, MANAGER, OFFICER, counsel_of, owner_of, pdf, read_everything
from tests.factories.records import draft, make_subject, write
from tests.factories.withdrawals import withdraw

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=SHANGHAI)  # a Monday
WEEK = timedelta(days=7)


def record_of(number: int) -> tuple[Subject, Record]:
    subject = make_subject(at=NOON, name=f"海口第{number}号有限公司", uscc=f"9146010000{number:08d}")
    return subject, write(replace(draft(subject.pk), public_until=date(2027, 3, 1)), at=NOON - WEEK)


def repaired(number: int, *, filed: datetime, decided: datetime, by: Actor, officer: Actor = OFFICER) -> UUID:
    """A repair, asked and granted at these instants."""
    subject, record = record_of(number)
    filer = replace(by, subject=subject.pk) if by.kind is not ActorKind.STAFF else by
    case = apply_for_repair(
        actor=filer, at=filed, record_key=record.key, documents=(pdf("commitment"), pdf("proof-of-duties"))
    )
    case = act(actor=officer, at=decided, case_id=case.pk, act_id="accept", version=1)
    read_everything(officer, case, decided)
    act(actor=officer, at=decided, case_id=case.pk, act_id="grant", version=case.version)
    return record.key


def kinds(since: datetime = NOON - WEEK) -> dict[UUID, set[str]]:
    found = unusual_stops(since=since, until=NOON + 4 * WEEK)
    return {each.stopped.key: {rule.id for rule in each.rules} for each in found}


def test_honest_ones_are_left_alone() -> None:
    for number in range(6):
        repaired(number, filed=NOON, decided=NOON + timedelta(days=2), by=owner_of(0))
    _, record = record_of(50)
    withdraw(actor=OFFICER, at=NOON, key=record.key, reason="复议撤销，琼府复〔2026〕3号")
    assert kinds() == {}


def test_all_seeded_ones_are_found_each_by_its_kind() -> None:
    two_days = timedelta(days=2)
    night = NOON + timedelta(days=2, hours=14)  # two in the morning
    sunday = NOON + timedelta(days=6)
    seeded = {
        repaired(1, filed=NOON, decided=night, by=owner_of(0)): {"odd-hours"},
        repaired(2, filed=NOON, decided=sunday, by=owner_of(0)): {"odd-hours"},
        repaired(3, filed=NOON, decided=NOON + two_days, by=OFFICER): {"same-hands"},
        repaired(4, filed=NOON, decided=NOON + timedelta(minutes=4), by=owner_of(0)): {"in-haste"},
    }
    _, past_the_platform = record_of(5)
    write(
        replace(draft(past_the_platform.subject_id), key=past_the_platform.key, version=2, cause=Cause.WITHDRAWN,
                shown=False),
        at=NOON,
    )  # fmt: skip
    seeded[past_the_platform.key] = {"no-ground"}
    for number in range(6, 11):
        key = repaired(number, filed=NOON, decided=NOON + two_days, by=counsel_of(0), officer=MANAGER)
        seeded[key] = {"one-counsel"}
    for number in range(11, 15):
        repaired(number, filed=NOON, decided=NOON + two_days, by=owner_of(0))
    assert kinds() == seeded


def test_many_by_one_officer_in_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Actor(kind=ActorKind.STAFF, name="busy", role=Role.REPORTER, agency=AGENCY)
    keys = set()
    for number in range(20):
        _, record = record_of(number)
        withdraw(actor=busy, at=NOON + timedelta(hours=number % 4), key=record.key, reason="撤销")
        keys.add(record.key)
    _, other = record_of(30)
    withdraw(actor=OFFICER, at=NOON, key=other.key, reason="撤销")
    assert kinds() == {key: {"one-officer"} for key in keys}
    assert kinds(since=NOON + WEEK) == {}
