"""Trial R14: the clock jumps by an hour, meets a leap second, runs in UTC. Nothing opens early or ends late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from creditport.consequences.repair.choices import Standing
from creditport.consequences.repair.queries import repairables
from creditport.engines.cases.actions import act
from creditport.engines.cases.daily import mark_overdue
from creditport.engines.cases.pauses import resume, suspend
from creditport.engines.cases.queries import history, overdue
from creditport.kernel.clock.clock import SHANGHAI, civil_day
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.cases import MANAGER, OFFICER, open_repair
from tests.factories.repairs import fined_restaurant

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BEFORE_MIDNIGHT = datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Hainan
MIDNIGHT = datetime(2026, 5, 31, 16, 0, tzinfo=UTC)


def test_repair_opens_at_midnight_in_hainan_whatever_the_servers_zone(at: datetime) -> None:
    subject, _ = fined_restaurant(at)

    def standing(instant: datetime) -> Standing:
        return repairables(subject.pk, instant)[0].eligibility.standing

    assert [standing(BEFORE_MIDNIGHT), standing(MIDNIGHT)] == [Standing.TOO_EARLY, Standing.OPEN]
    assert standing(BEFORE_MIDNIGHT.astimezone(SHANGHAI)) is Standing.TOO_EARLY


def test_publicity_ends_at_midnight_in_hainan() -> None:
    sql = (
        "SELECT shown.today < date '2027-03-01' FROM (SELECT (%s AT TIME ZONE 'Asia/Shanghai')::date AS today) AS shown"
    )
    last, first = datetime(2027, 2, 28, 15, 59, 59, tzinfo=UTC), datetime(2027, 2, 28, 16, tzinfo=UTC)
    with connection.cursor() as cursor:
        answers = []
        for instant in (last, first):
            cursor.execute(sql, [instant])
            answers.append(cursor.fetchone()[0])
    assert answers == [True, False]


def test_a_leap_second_belongs_to_the_next_day_in_the_database_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ('2026-12-31 23:59:60+08'::timestamptz AT TIME ZONE 'Asia/Shanghai')::date")
        assert cursor.fetchone()[0] == date(2027, 1, 1)


def test_filed_in_the_last_second_counts_from_that_day() -> None:
    late = open_repair(at=BEFORE_MIDNIGHT, about="late")
    next_day = open_repair(at=MIDNIGHT, about="next")
    assert (late.opened_on, late.due_on) == (date(2026, 5, 31), date(2026, 6, 3))
    assert (next_day.opened_on, next_day.due_on) == (date(2026, 6, 1), date(2026, 6, 4))


def test_a_clock_set_back_over_midnight_gives_nobody_more_time() -> None:
    case = open_repair(at=MIDNIGHT)  # 1 June
    case = act(actor=OFFICER, at=MIDNIGHT - HOUR, case_id=case.pk, act_id="accept", version=1)  # 31 May, 23:00
    assert (case.entered_on, case.due_on) == (date(2026, 5, 31), date(2026, 6, 15))  # still ten days from 1 June
    case = suspend(actor=MANAGER, at=MIDNIGHT, case_id=case.pk, version=2, reason="x")
    case = resume(actor=MANAGER, at=MIDNIGHT - HOUR, case_id=case.pk, version=3)
    assert (case.suspended_workdays, case.due_on) == (0, date(2026, 6, 15))


def test_a_clock_set_forward_over_midnight_reports_once(at: datetime) -> None:
    case = open_repair(at=datetime(2026, 11, 24, 9, tzinfo=SHANGHAI))  # due on 27 November
    evening = datetime(2026, 11, 27, 23, 30, tzinfo=SHANGHAI)
    assert list(overdue(evening)) == []
    assert mark_overdue(actor=SYSTEM, at=evening + HOUR) == (case.pk,)
    assert mark_overdue(actor=SYSTEM, at=evening) == ()
    assert mark_overdue(actor=SYSTEM, at=evening + HOUR) == ()
    assert [event.act for event in history(case.pk)] == ["open", "overdue"]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        civil_day(datetime(2026, 6, 1))  # noqa: DTZ001 - the point of the test
