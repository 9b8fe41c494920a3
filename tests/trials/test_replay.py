"""R24: past decisions are made again, with equal digests, after two changes of rules and one of the catalogue.

`CREDITPORT_TRIAL_DECISIONS` says how many (the trial asks for 1,000; the suite takes fewer).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import pytest

from creditport.consequences.decisions.actions import Question, decide, decide_many
from creditport.consequences.decisions.queries import replay
from creditport.consequences.lists.actions import remove
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure, end_measure
from creditport.consequences.measures.models import MeasureApplication
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs import registry as installed
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import Effect
from creditport.subjects.register.models import Subject
from tests.factories.consequences import (
    PROCUREMENT,
    EntryDraft,
    bar_from_procurement,
    enter,
    load_rules_of,
    procurement_draft,
)
from tests.factories.records import draft, make_subject, write

pytestmark = pytest.mark.django_db(transaction=True)

DECISIONS = int(os.environ.get("CREDITPORT_TRIAL_DECISIONS", "90"))
SUBJECTS = 30
SCENARIOS = ("public-resource-trading", "procurement", "government-funds", "awards", "approval", "bonds")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261124)


@pytest.fixture
def as_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets the test install other packs; the true ones are read again afterwards."""
    yield monkeypatch
    monkeypatch.undo()
    packs.cache_clear()


def _install(monkeypatch: pytest.MonkeyPatch, registry: Registry) -> None:
    monkeypatch.setattr(installed, "load", lambda _folders: registry)
    packs.cache_clear()
    load_rules_of(registry)


def _town(chance: random.Random, at: datetime) -> list[Subject]:
    """Subjects with entries, records and applied measures, as chance will have it."""
    subjects = [
        make_subject(at=at, uscc=f"9146010000000{number:05d}", name=f"第{number}户") for number in range(SUBJECTS)
    ]
    for subject in subjects:
        if chance.random() < 0.4:
            enter(EntryDraft(subject_id=subject.pk), at=at)
        if chance.random() < 0.4:
            entry = enter(procurement_draft(subject.pk), at=at)
            if chance.random() < 0.5:
                wanted = bar_from_procurement(entry, starts_on=civil_day(at))
                apply_measure(actor=SYSTEM, at=at, agency="hainan-finance", wanted=wanted)
        if chance.random() < 0.5:
            write(replace(draft(subject.pk), severity=chance.choice(list(Severity))), at=at)
    return subjects


def _ask(chance: random.Random, subjects: list[Subject], at: datetime, number: int) -> list[UUID]:
    asked = []
    for _ in range(number):
        question = Question(scenario=chance.choice(SCENARIOS), purpose="credit-check", case=str(number))
        subject = chance.choice(subjects).uscc or ""
        asked.append(decide(actor=SYSTEM, at=at, subject=subject, question=question).id)
    return asked


def _life_goes_on(chance: random.Random, at: datetime) -> None:
    """Entries end, measures end, records are amended and withdrawn."""
    for entry in ListEntry.objects.filter(state="in-force"):
        if chance.random() < 0.3:
            remove(actor=SYSTEM, at=at, entry_id=entry.pk, version=entry.version, reason="期限届满")
    for applied in MeasureApplication.objects.exclude(events__act="ended"):
        if chance.random() < 0.3:
            end_measure(actor=SYSTEM, at=at, application_id=applied.pk, reason="提前终止")
    for record in Record.objects.filter(version=1):
        if chance.random() < 0.3:
            _withdraw(record, at)


def _withdraw(record: Record, at: datetime) -> None:
    if Record.objects.filter(key=record.key, version=2).exists():
        return
    again = Record.objects.get(pk=record.pk)
    again.pk, again.version, again.cause, again.recorded_at = None, 2, Cause.WITHDRAWN, at
    again.state, again.shown, again.public_from, again.repair_opens_on = RecordState.WITHDRAWN, False, None, None
    again.public_until = None
    again.save(force_insert=True)


def _law_repealed(registry: Registry) -> Registry:
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_until": date(2026, 11, 26)})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    return replace(registry, instruments=instruments, version="rules-two")


def _effect_softened(registry: Registry) -> Registry:
    versions = {
        id: tuple(each.model_copy(update={"effect": Effect.WATCHED}) for each in every)
        for id, every in registry.measure_versions.items()
    }
    return replace(registry, measure_versions=MappingProxyType(versions), version="rules-three")


def _catalogue_changed(registry: Registry) -> Registry:
    items = {id: each.model_copy(update={"update_term_workdays": 1}) for id, each in registry.items.items()}
    return replace(registry, items=MappingProxyType(items), version="catalogue")


def test_every_decision_is_equal_when_it_is_made_again(
    at: datetime, chance: random.Random, as_installed: pytest.MonkeyPatch
) -> None:
    true = packs()
    subjects = _town(chance, at)
    asked = _ask(chance, subjects, at + timedelta(minutes=1), DECISIONS // 3)
    _life_goes_on(chance, at + timedelta(hours=1))
    _install(as_installed, _law_repealed(true))
    asked += _ask(chance, subjects, at + timedelta(days=3), DECISIONS // 3)
    _install(as_installed, _catalogue_changed(true))
    _life_goes_on(chance, at + timedelta(days=4))
    _install(as_installed, _effect_softened(true))
    codes = [subject.uscc or "" for subject in subjects]
    question = Question(scenario="procurement", purpose="credit-check")
    decide_many(
        actor=SYSTEM,
        at=at + timedelta(days=5),
        subjects=codes,
        question=question,
        told=lambda decided, _done: asked.extend(each.id for each in decided),
    )
    asked += _ask(chance, subjects, at + timedelta(days=5), DECISIONS - len(asked))
    _life_goes_on(chance, at + timedelta(days=6))
    results = [replay(id, on=civil_day(at + timedelta(days=7))) for id in asked]
    assert len(asked) == DECISIONS
    assert [result.decision for result in results if result is not None and not result.equal] == []
    assert any(result is not None and result.differs_today for result in results)
