"""Applying, pausing, ending measures; what happens on the day a law dies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest
from django.db import connection

from creditport.consequences.lists.actions import remove
from creditport.consequences.measures.actions import (
    apply_measure,
    end_measure,
    feedback,
    pause_measure,
    resume_measure,
)
from creditport.consequences.measures.models import MeasureApplication, MeasureEvent
from creditport.consequences.measures.queries import (
    measures_of,
    measures_without_basis,
    present_rulebook,
    rules_loaded,
    rules_text,
)
from creditport.consequences.measures.rulebook import parse_rulebook
from creditport.consequences.refusals import RefusedError
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs
from tests.factories.consequences import PROCUREMENT, bar_from_procurement, enter, load_rules_of, procurement_draft
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db
FINANCE = "hainan-finance"


@pytest.fixture
def applied(at: datetime) -> MeasureApplication:
    entry = enter(procurement_draft(make_subject(at=at).pk), at=at)
    wanted = bar_from_procurement(entry, starts_on=civil_day(at))
    return apply_measure(actor=SYSTEM, at=at, agency=FINANCE, wanted=wanted)


def _on(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', %s, true)", [day.isoformat()])


def _today() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM consequences_measure_today")
        return [id for (id,) in cursor.fetchall()]


def _repealed(on: date) -> Registry:
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_until": on})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    return replace(registry, instruments=instruments, version="repealed")


def test_an_applied_measure_holds_from_its_first_to_before_its_last_day(applied: MeasureApplication) -> None:
    held = {}
    for day in (date(2026, 11, 23), date(2026, 11, 24), date(2027, 11, 23), date(2027, 11, 24)):
        _on(day)
        held[day.isoformat()] = _today() == [applied.pk]
    assert held == {"2026-11-23": False, "2026-11-24": True, "2027-11-23": True, "2027-11-24": False}


def test_a_repealed_law_ends_the_measure_on_that_day_and_is_reported(applied: MeasureApplication) -> None:
    load_rules_of(_repealed(date(2027, 3, 1)))
    _on(date(2027, 2, 28))
    assert (_today(), measures_without_basis()) == ([applied.pk], ())
    _on(date(2027, 3, 1))
    assert _today() == []
    assert [(each.id, each.agency, each.fault) for each in measures_without_basis()] == [
        (applied.pk, FINANCE, "basis-expired")
    ]


def test_a_measure_that_leaves_the_packs_stops(applied: MeasureApplication) -> None:
    registry = packs()
    left = {id: each for id, each in registry.measure_versions.items() if id != applied.measure}
    load_rules_of(replace(registry, measure_versions=MappingProxyType(left), version="fewer"))
    _on(date(2026, 12, 1))
    assert _today() == []
    assert [each.fault for each in measures_without_basis()] == ["unknown-measure"]


def test_the_measure_ends_with_the_entry_it_follows(at: datetime, applied: MeasureApplication) -> None:
    assert applied.list_entry_id is not None
    remove(actor=SYSTEM, at=at, entry_id=applied.list_entry_id, version=1, reason="期限届满")
    assert list(MeasureEvent.objects.values_list("act", "reason")) == [("ended", "期限届满")]
    _on(civil_day(at))
    assert _today() == []


def test_paused_and_resumed_and_fed_back(at: datetime, applied: MeasureApplication) -> None:
    pause_measure(actor=SYSTEM, at=at, application_id=applied.pk, reason="重整")
    _on(civil_day(at))
    assert _today() == []
    assert [each.paused for each in measures_of(applied.subject_id)] == [True]
    resume_measure(actor=SYSTEM, at=at + timedelta(hours=1), application_id=applied.pk, reason="重整失败")
    feedback(actor=SYSTEM, at=at + timedelta(hours=2), application_id=applied.pk, text="已在评审中排除")
    assert _today() == [applied.pk]


def test_an_ended_measure_never_comes_back(at: datetime, applied: MeasureApplication) -> None:
    end_measure(actor=SYSTEM, at=at, application_id=applied.pk, reason="修复")
    with pytest.raises(RefusedError) as refused:
        resume_measure(actor=SYSTEM, at=at, application_id=applied.pk, reason="反悔")
    assert refused.value.zh == "该措施已经终止，不得恢复。"


def test_another_agency_may_neither_apply_nor_end(
    at: datetime, applied: MeasureApplication, lin_xiaomei: Actor, chen_jing: Actor
) -> None:
    for stranger in (lin_xiaomei, chen_jing):
        with pytest.raises(NotPermittedError):
            end_measure(actor=stranger, at=at, application_id=applied.pk, reason="x")
    assert not MeasureEvent.objects.exists()


def test_the_kept_text_makes_the_same_rules_again() -> None:
    assert rules_loaded() == packs().version
    assert parse_rulebook(rules_text(packs().version)) == present_rulebook()
