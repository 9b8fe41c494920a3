"""Figures for the operator: calls by route and status, their duration, in Prometheus' text form.

With several web processes `PROMETHEUS_MULTIPROC_DIR` names a folder, empty at each start, so that one answer tells all;
`creditport serve` sets it. Whoever starts the web processes otherwise sets it too.
"""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from creditport.kernel.clock.watch import Alarm, Doubt

CALLS = Counter("creditport_api_calls", "Calls of the interface", ["route", "status"])
DURATION = Histogram(
    "creditport_api_seconds",
    "Seconds that calls of the interface took",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
ACCESSES = Counter("creditport_subject_lookups", "Look-ups of a subject by code", ["found"])
CLOCK = Gauge(
    "creditport_clock_off_seconds",
    "Seconds that the clock is off, by alarm; 0 while there is none",
    ["alarm"],
    multiprocess_mode="max",
)


def count_call(route: str, status: int, seconds: float) -> None:
    """A call was answered, by whichever way."""
    CALLS.labels(route, str(status)).inc()
    DURATION.labels(route).observe(seconds)


def tell_clock(doubts: tuple[Doubt, ...]) -> None:
    """Set what the clock of this process is off by."""
    off = {doubt.alarm: abs(doubt.ahead) for doubt in doubts}
    for alarm in Alarm:
        CLOCK.labels(alarm).set(off.get(alarm, 0.0))


def metrics_text() -> tuple[bytes, str]:
    """The figures and their content type."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
