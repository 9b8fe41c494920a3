"""Trial R14: the clock jumps. The alarm is raised at once; while the day is in doubt nothing goes by it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from creditport.consequences.repair import tasks
from creditport.consequences.repair.models import DailyWork
from creditport.kernel.clock.clock import SHANGHAI, now
from creditport.kernel.clock.queries import compare_clocks, database_time
from creditport.kernel.clock.tasks import watch_clock
from creditport.kernel.clock.watch import Alarm, ClockInDoubtError, ClockWatch, Reading, read_clocks
from creditport.sites.api import health
from creditport.sites.clock_guard import ClockGuard

HOUR = 3600.0
NOON = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI).timestamp()
LATE = datetime(2026, 11, 24, 23, 30, tzinfo=SHANGHAI).timestamp()
EARLY = datetime(2026, 11, 25, 0, 30, tzinfo=SHANGHAI).timestamp()


class Clocks:
    """Two clocks that a test sets: `passes` lets time go by, `jumps` sets the time of day alone."""

    def __init__(self, wall: float) -> None:
        self.wall, self.steady = wall, 1000.0

    def __call__(self) -> Reading:
        return Reading(self.wall, self.steady)

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def jumps(self, seconds: float) -> None:
        self.wall += seconds


@pytest.mark.parametrize(
    ("start", "jump", "day_differs"),
    [
        (NOON, HOUR, False),
        (NOON, -HOUR, False),
        (LATE, HOUR, True),  # tomorrow would begin an hour early
        (EARLY, -HOUR, True),  # yesterday would come back
        (NOON, 365 * 24 * HOUR, True),
    ],
)
def test_a_jump_is_seen_at_once(start: float, jump: float, day_differs: bool) -> None:
    clocks = Clocks(start)
    watch = ClockWatch(clocks)
    clocks.passes(60)
    assert watch.doubts() == ()
    clocks.jumps(jump)
    (doubt,) = watch.doubts()
    assert (doubt.alarm, doubt.ahead, doubt.day_differs) == (Alarm.JUMPED, jump, day_differs)
    assert watch.day_in_doubt() is day_differs
    with pytest.raises(ClockInDoubtError):
        watch.require_sound()


def test_the_doubt_about_the_day_ends_with_the_hour_and_the_alarm_with_the_jump() -> None:
    clocks = Clocks(LATE)
    watch = ClockWatch(clocks)
    clocks.jumps(HOUR)
    assert watch.day_in_doubt()
    clocks.passes(1800)  # midnight has come on either clock
    assert not watch.day_in_doubt()
    assert [doubt.alarm for doubt in watch.doubts()] == [Alarm.JUMPED]
    clocks.jumps(-HOUR)
    assert watch.doubts() == ()


def test_a_leap_second_and_a_slow_correction_are_no_jumps() -> None:
    clocks = Clocks(datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC).timestamp())
    watch = ClockWatch(clocks)
    for correction in (-1.0, 0.5, 0.5, 1.5, 1.5):
        clocks.passes(10)
        clocks.jumps(correction)
        assert watch.doubts() == ()


def test_the_log_tells_each_alarm_once_and_its_end(caplog: pytest.LogCaptureFixture) -> None:
    clocks = Clocks(NOON)
    watch = ClockWatch(clocks)
    with caplog.at_level(logging.WARNING, logger="creditport.clock"):
        clocks.jumps(HOUR)
        watch.doubts()
        watch.doubts()
        clocks.jumps(-HOUR)
        watch.doubts()
    assert [record.getMessage() for record in caplog.records] == [
        "clock alarm: jumped, ahead by 3600.0 s",
        "clock alarm is over",
    ]


def test_the_database_and_the_last_act_are_witnesses() -> None:
    clocks = Clocks(EARLY)
    watch = ClockWatch(clocks)
    watch.compare(database=EARLY - HOUR, latest_act=EARLY - 10)
    assert [(doubt.alarm, doubt.ahead, doubt.day_differs) for doubt in watch.doubts()] == [(Alarm.APART, HOUR, True)]
    watch.compare(database=EARLY, latest_act=EARLY + HOUR)  # set back while nothing ran
    assert [(doubt.alarm, doubt.ahead, doubt.day_differs) for doubt in watch.doubts()] == [(Alarm.BEHIND, -HOUR, False)]
    watch.compare(database=EARLY, latest_act=None)
    assert watch.doubts() == ()


def served(guard: ClockGuard, path: str) -> str:
    told: list[str] = []
    list(guard({"PATH_INFO": path}, lambda status, headers: told.append(status)))
    return told[0]


@pytest.mark.django_db
def test_while_the_day_is_in_doubt_only_who_watches_is_answered() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"shown"]

    clocks = Clocks(read_clocks().wall)
    watch = ClockWatch(clocks)
    guard = ClockGuard(application, watch)
    paths = ("/", "/api/v1/subjects", "/office/", "/healthz", "/readyz", "/metrics")
    assert {served(guard, path) for path in paths} == {"200 OK"}
    clocks.jumps(24 * HOUR)
    assert [served(guard, path)[:3] for path in paths] == ["503", "503", "503", "200", "200", "200"]
    clocks.jumps(-24 * HOUR)
    assert {served(guard, path) for path in paths} == {"200 OK"}


@pytest.mark.django_db
@pytest.mark.parametrize(("jump", "status"), [(24 * HOUR, 503), (-24 * HOUR, 503)])
def test_health_names_the_alarm(jump: float, status: int, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(read_clocks().wall)
    watch = ClockWatch(clocks)
    monkeypatch.setattr(health, "clock_watch", lambda: watch)
    clocks.jumps(jump)
    answer = client.get("/healthz")
    assert answer.status_code == status
    assert f"clock jumped by {jump:.0f} s" in answer.json()["alarms"]
    figures = client.get("/metrics").content.decode()
    assert 'creditport_clock_off_seconds{alarm="jumped"} 86400.0' in figures


@pytest.mark.django_db
def test_the_daily_work_waits_until_the_clock_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(read_clocks().wall)
    watch = ClockWatch(clocks)
    monkeypatch.setattr(tasks, "WATCH", watch)
    clocks.jumps(24 * HOUR)
    with pytest.raises(ClockInDoubtError):
        tasks.daily_work(timestamp=0)
    assert DailyWork.objects.count() == 0
    clocks.jumps(-24 * HOUR)
    tasks.daily_work(timestamp=0)
    assert DailyWork.objects.count() == 1


@pytest.mark.django_db
def test_the_clock_of_this_machine_is_compared_with_the_databases(at: datetime) -> None:
    assert abs(database_time().now - now().timestamp()) < 5
    watch = ClockWatch()
    compare_clocks(watch)
    assert [doubt.alarm for doubt in watch.doubts()] == []
    watch_clock(timestamp=0)
