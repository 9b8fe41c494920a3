"""No order of events leaves a sanction without a basis in force, or one whose ground is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditport.consequences.lists.actions import annul, pause_entries, remove, resume_entries
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure, end_measure, pause_measure, resume_measure
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import SHANGHAI, civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import InstrumentLevel
from tests.factories.consequences import PROCUREMENT, bar_from_procurement, enter, load_rules_of, procurement_draft
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


class Life:
    """A listed firm, an agency that acts on it, and a legislator that changes the law under both."""

    def __init__(self) -> None:
        self.at = BEGIN
        self.law = packs().instruments[PROCUREMENT]
        self.entry = enter(procurement_draft(make_subject(at=BEGIN).pk), at=BEGIN)
        self.versions = 0

    def later(self, days: int) -> None:
        self.at += timedelta(days=days)

    def legislate(self, **changed: object) -> None:
        """Another text of the law, loaded at once."""
        self.law = self.law.model_copy(update=changed)
        registry: Registry = packs()
        instruments = MappingProxyType({**registry.instruments, PROCUREMENT: self.law})
        self.versions += 1
        load_rules_of(replace(registry, instruments=instruments, version=f"law-{self.versions}-{id(self) % 99999}"))

    def current(self) -> ListEntry:
        return ListEntry.objects.get(pk=self.entry.pk)

    def applied(self) -> list[int]:
        return list(MeasureApplication.objects.order_by("id").values_list("id", flat=True))


def _each(life: Life, act: Callable[..., object], reason: str) -> None:
    for id in life.applied():
        act(actor=SYSTEM, at=life.at, application_id=id, reason=reason)


def _apply(life: Life) -> None:
    wanted = bar_from_procurement(life.current(), starts_on=civil_day(life.at))
    apply_measure(actor=SYSTEM, at=life.at, agency="hainan-finance", wanted=wanted)


def _off(life: Life, act: Callable[..., object]) -> None:
    entry = life.current()
    act(actor=SYSTEM, at=life.at, entry_id=entry.pk, version=entry.version, reason="x")


EVENTS: dict[str, Callable[[Life], None]] = {
    "apply": _apply,
    "end": lambda life: _each(life, end_measure, "终止"),
    "pause": lambda life: _each(life, pause_measure, "暂停"),
    "resume": lambda life: _each(life, resume_measure, "恢复"),
    "entry rests": lambda life: (
        pause_entries(actor=SYSTEM, at=life.at, subject_id=life.entry.subject_id, reason="x"),
        None,
    )[1],
    "entry holds again": lambda life: (
        resume_entries(actor=SYSTEM, at=life.at, subject_id=life.entry.subject_id, reason="x"),
        None,
    )[1],
    "entry removed": lambda life: _off(life, remove),
    "entry annulled": lambda life: _off(life, annul),
    "law repealed today": lambda life: life.legislate(in_force_until=civil_day(life.at)),
    "law repealed next month": lambda life: life.legislate(in_force_until=civil_day(life.at) + timedelta(days=30)),
    "law in force again": lambda life: life.legislate(in_force_until=None),
    "law put off": lambda life: life.legislate(in_force_from=civil_day(life.at) + timedelta(days=20)),
    "law made of old": lambda life: life.legislate(in_force_from=date(2003, 1, 1)),
    "law made a mere rule": lambda life: life.legislate(level=InstrumentLevel.DEPARTMENT_RULE),
    "law made a law again": lambda life: life.legislate(level=InstrumentLevel.LAW, territory=None),
    "law of another place": lambda life: life.legislate(level=InstrumentLevel.LOCAL_REGULATION, territory="310000"),
    "a week": lambda life: life.later(7),
    "a year": lambda life: life.later(365),
}


def _holds(life: Life) -> bool:
    """What the law says of today, said a second time and apart from the database."""
    law, day, entry = life.law, civil_day(life.at), life.current()
    high = law.level in {
        InstrumentLevel.LAW,
        InstrumentLevel.ADMINISTRATIVE_REGULATION,
        InstrumentLevel.LOCAL_REGULATION,
    }
    here = law.territory in {None, "460000"}
    listed = entry.state == "in-force" and (entry.ends_on is None or day < entry.ends_on)
    return law.in_force(day) and high and here and listed


def _standing(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])
        cursor.execute("SELECT count(*) FROM consequences_measure_today")
        found = cursor.fetchone()
    assert found is not None
    return int(found[0])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(EVENTS)), min_size=3, max_size=14))
def test_no_order_of_events_leaves_a_sanction_without_a_basis(db: None, names: list[str]) -> None:
    with transaction.atomic():
        life = Life()
        for name in ["apply", *names]:
            try:
                with transaction.atomic():
                    EVENTS[name](life)
            except RefusedError:
                pass
            standing = _standing(civil_day(life.at))
            assert standing == 0 or _holds(life), name
        transaction.set_rollback(True)
