"""Watches the clock: has it jumped, does the database have another, was something written in its future.

A clock beside it (CLOCK_BOOTTIME) runs on whatever is done to the time of day, and shows a jump at once. While the day
itself is in doubt nothing is told or done by it: on either day something might be shown too early or too late.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from creditport.kernel.clock.clock import civil_day

_log = logging.getLogger("creditport.clock")
TOLERANCE = 2.0  # seconds within which a clock is merely being set right
APART = 5.0  # seconds that two machines, or an act and the clock, may differ


class Alarm(StrEnum):
    """What is wrong with the clock."""

    JUMPED = "jumped"  # the time of day was set while this process ran
    APART = "apart"  # the database tells another time
    BEHIND = "behind"  # the last act on record lies in the future: the clock was set back while nothing ran


class ClockInDoubtError(RuntimeError):
    """Nothing that goes by the day is done while the clock is in doubt; it is done once the clock is right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Both clocks at one moment, in seconds."""

    wall: float
    steady: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """One alarm: by how many seconds the clock is ahead of what it should be (behind: negative)."""

    alarm: Alarm
    ahead: float
    day_differs: bool


def read_clocks() -> Reading:
    return Reading(time.time(), time.clock_gettime(time.CLOCK_BOOTTIME))


class ClockWatch:
    """What one process knows of its clock."""

    def __init__(self, read: Callable[[], Reading] = read_clocks) -> None:
        self._read = read
        self._anchor = read()
        self._apart = 0.0  # how far this clock was ahead of the database's
        self._latest: float | None = None  # the last act on record
        self._said: frozenset[Alarm] = frozenset()

    def compare(self, *, database: float, latest_act: float | None) -> None:
        """Take note of the database's clock and of the last act on record."""
        self._apart = self._read().wall - database
        self._latest = latest_act

    def doubts(self) -> tuple[Doubt, ...]:
        """What is wrong now. A change is written into the log, once."""
        reading = self._read()
        expected = self._anchor.wall + reading.steady - self._anchor.steady
        found = []
        if abs(reading.wall - expected) <= TOLERANCE:
            self._anchor = reading
        else:
            found.append(_doubt(Alarm.JUMPED, reading.wall, expected))
        if abs(self._apart) > APART:
            found.append(_doubt(Alarm.APART, reading.wall, reading.wall - self._apart))
        if self._latest is not None and self._latest - reading.wall > APART:
            found.append(Doubt(Alarm.BEHIND, reading.wall - self._latest, day_differs=False))
        self._say(found)
        return tuple(found)

    def day_in_doubt(self) -> bool:
        """Whether it cannot be said what day it is in Hainan."""
        return any(doubt.day_differs for doubt in self.doubts())

    def require_sound(self) -> None:
        """Raise ClockInDoubtError if the clock jumped or the day is in doubt."""
        for doubt in self.doubts():
            if doubt.day_differs or doubt.alarm is Alarm.JUMPED:
                raise ClockInDoubtError(f"the clock {doubt.alarm} by {doubt.ahead:.0f} s")

    def _say(self, found: list[Doubt]) -> None:
        alarms = frozenset(doubt.alarm for doubt in found)
        if alarms == self._said:
            return
        for doubt in found:
            if doubt.alarm not in self._said:
                _log.error("clock alarm: %s, ahead by %.1f s", doubt.alarm, doubt.ahead)
        if not alarms:
            _log.warning("clock alarm is over")
        self._said = alarms


def _doubt(alarm: Alarm, wall: float, expected: float) -> Doubt:
    return Doubt(alarm, wall - expected, day_differs=_day(wall) != _day(expected))


def _day(seconds: float) -> object:
    return civil_day(datetime.fromtimestamp(seconds, UTC))


WATCH = ClockWatch()
