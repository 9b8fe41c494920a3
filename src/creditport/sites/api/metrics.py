"""Figures for the operator: calls by route and status, their duration, in Prometheus' text form.

With several workers set `PROMETHEUS_MULTIPROC_DIR`, an empty folder at each start, so that one answer tells all.
"""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CALLS = Counter("creditport_api_calls", "Calls of the interface", ["route", "status"])
DURATION = Histogram(
    "creditport_api_seconds",
    "Seconds that calls of the interface took",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
ACCESSES = Counter("creditport_subject_lookups", "Look-ups of a subject by code", ["found"])


def metrics_text() -> tuple[bytes, str]:
    """The figures and their content type."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
