"""Whether pages can be served, for whoever watches: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from creditport.kernel.clock.queries import compare_clocks
from creditport.kernel.clock.watch import WATCH, ClockWatch
from creditport.sites.api.metrics import metrics_text, tell_clock


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served: the public views answer and it is certain what day it is. 503 otherwise.

    `alarms` names what is wrong with the clock, also while pages can be served.
    """
    good = _answers("public", "SELECT 1 FROM public_subject LIMIT 1")
    if good:
        compare_clocks(clock_watch())
    doubts = clock_watch().doubts()
    certain = not any(doubt.day_differs for doubt in doubts)
    return _state(good and certain, tuple(f"clock {doubt.alarm} by {doubt.ahead:.0f} s" for doubt in doubts))


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when reading and writing can begin: both connections answer. 503 otherwise."""
    reading = _answers("public", "SELECT 1 FROM public_record LIMIT 1")
    return _state(reading and _answers("default", "SELECT 1 FROM django_migrations LIMIT 1"))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text form."""
    tell_clock(clock_watch().doubts())
    body, kind = metrics_text()
    return HttpResponse(body, content_type=kind)


def _answers(alias: str, sql: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        connections[alias].close()
        return False
    return True


def clock_watch() -> ClockWatch:
    """The watch of this process."""
    return WATCH


def _state(good: bool, alarms: tuple[str, ...] = ()) -> HttpResponse:
    said: dict[str, object] = {"status": "ok" if good else "unavailable"}
    if alarms:
        said["alarms"] = alarms
    response = JsonResponse(said, status=200 if good else 503)
    response["Cache-Control"] = "no-store"
    return response
