"""Suspension, extension, overdue, and a year whose working days nobody knows yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from creditport.engines.cases.actions import act
from creditport.engines.cases.daily import mark_overdue
from creditport.engines.cases.models import Case
from creditport.engines.cases.pauses import extend, resume, suspend
from creditport.engines.cases.queries import DeskOf, history, inbox, inbox_of, overdue, waits
from creditport.engines.cases.refusals import (
    ClockStateError,
    ConcurrentActError,
    NoPauseLeftError,
    ReasonMissingError,
)
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from tests.factories.cases import AGENCY, MANAGER, OFFICER, OPERATOR, open_repair

pytestmark = pytest.mark.django_db
DESK = DeskOf("deciding-agency", AGENCY)


def test_a_suspension_moves_the_deadline_by_working_days(at: datetime) -> None:
    case = open_repair(at=at)
    case = suspend(actor=MANAGER, at=at, case_id=case.pk, version=1, reason="等待法院意见")
    assert inbox(DESK, at).waiting[0].suspended
    case = resume(actor=MANAGER, at=at + timedelta(days=6), case_id=case.pk, version=2)  # Monday 30 November
    assert (case.due_on, case.suspended_workdays) == (date(2026, 12, 3), 4)
    case = act(actor=OFFICER, at=at + timedelta(days=6), case_id=case.pk, act_id="accept", version=3)
    assert case.due_on == date(2026, 12, 14)  # ten working days and the four that stood still


def test_who_may_stop_a_clock_and_how_often(at: datetime) -> None:
    case = open_repair(at=at)
    with pytest.raises(NotPermittedError):
        suspend(actor=OFFICER, at=at, case_id=case.pk, version=1, reason="x")
    with pytest.raises(ReasonMissingError):
        suspend(actor=MANAGER, at=at, case_id=case.pk, version=1, reason="")
    with pytest.raises(ClockStateError):
        resume(actor=MANAGER, at=at, case_id=case.pk, version=1)
    for version in (1, 3):
        suspend(actor=MANAGER, at=at, case_id=case.pk, version=version, reason="x")
        resume(actor=MANAGER, at=at, case_id=case.pk, version=version + 1)
    with pytest.raises(NoPauseLeftError):
        suspend(actor=MANAGER, at=at, case_id=case.pk, version=5, reason="x")


def test_a_suspension_beyond_the_limit_is_the_offices_own_time(at: datetime) -> None:
    start = datetime(2026, 8, 3, 9, tzinfo=SHANGHAI)
    case = open_repair(at=start)
    suspend(actor=MANAGER, at=start, case_id=case.pk, version=1, reason="x")
    case = resume(actor=MANAGER, at=start + timedelta(days=60), case_id=case.pk, version=2)
    assert case.suspended_workdays == 20


def test_an_extension_is_by_the_head_once_and_within_the_limit(at: datetime) -> None:
    case = open_repair(at=at)
    for actor in (OFFICER, OPERATOR):
        with pytest.raises(NotPermittedError):
            extend(actor=actor, at=at, case_id=case.pk, version=1, workdays=5, reason="情况复杂")
    with pytest.raises(NoPauseLeftError):
        extend(actor=MANAGER, at=at, case_id=case.pk, version=1, workdays=11, reason="情况复杂")
    with pytest.raises(ConcurrentActError):
        extend(actor=MANAGER, at=at, case_id=case.pk, version=9, workdays=5, reason="情况复杂")
    case = extend(actor=MANAGER, at=at, case_id=case.pk, version=1, workdays=5, reason="情况复杂")
    assert case.due_on == date(2026, 12, 4)
    with pytest.raises(NoPauseLeftError):
        extend(actor=MANAGER, at=at, case_id=case.pk, version=2, workdays=1, reason="情况复杂")
    event = history(case.pk)[-1]
    assert (event.actor_name, event.act, event.reason, event.fields) == (
        "huang.wei",
        "extend",
        "情况复杂",
        {"workdays": "5"},
    )


def test_the_inbox_is_ordered_by_what_is_due(at: datetime) -> None:
    late = open_repair(at=at - timedelta(days=14), about="late")
    fresh = open_repair(at=at, about="fresh")
    found = inbox(DESK, at)
    assert [(each.case, each.workdays_left) for each in found.waiting] == [(late, -7), (fresh, 3)]
    assert (found.total, inbox(DeskOf("deciding-agency", "hainan-transport"), at).total) == (2, 0)
    assert inbox_of(OFFICER, at) == found
    assert list(overdue(at)) == [late]


def test_overdue_is_reported_once_for_each_step(at: datetime) -> None:
    case = open_repair(at=at - timedelta(days=14))
    assert mark_overdue(actor=SYSTEM, at=at) == (case.pk,)
    assert mark_overdue(actor=SYSTEM, at=at) == ()
    assert history(case.pk)[-1].act == "overdue"
    with pytest.raises(NotPermittedError):
        mark_overdue(actor=OPERATOR, at=at)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    assert mark_overdue(actor=SYSTEM, at=at + timedelta(days=14)) == (case.pk,)


def test_an_application_is_not_turned_away_for_want_of_a_calendar() -> None:
    at = datetime(2026, 12, 30, 9, tzinfo=SHANGHAI)
    case = open_repair(at=at, about="new-year")
    assert (case.due_on, case.uncounted_year) == (None, 2027)
    open_repair(at=at - timedelta(days=7), about="before")
    assert inbox(DESK, at).waiting[0].case == case
    assert Case.objects.filter(uncounted_year=2027).count() == 1


def test_the_day_told_without_a_calendar_is_provisional_and_moves_nothing() -> None:
    at = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)
    case = act(actor=OFFICER, at=at, case_id=open_repair(at=at).pk, act_id="accept", version=1)
    told = waits(case, at.date())
    assert (case.due_on, case.uncounted_year, told.workdays_left) == (None, 2027, None)
    assert told.provisional_on == date(2027, 1, 11)  # ten weekdays
    assert mark_overdue(actor=SYSTEM, at=datetime(2027, 3, 1, 9, tzinfo=SHANGHAI)) == ()  # nobody is late by a guess
    known = open_repair(at=at - timedelta(days=30), about="before")
    assert waits(known, at.date()).provisional_on is None
