"""Whether pages can be served, for whoever watches: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from creditport.sites.api.metrics import metrics_text


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served: the public views answer. 503 otherwise."""
    return _state(_answers("public", "SELECT 1 FROM public_subject LIMIT 1"))


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when reading and writing can begin: both connections answer. 503 otherwise."""
    reading = _answers("public", "SELECT 1 FROM public_record LIMIT 1")
    return _state(reading and _answers("default", "SELECT 1 FROM django_migrations LIMIT 1"))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text form."""
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


def _state(good: bool) -> HttpResponse:
    response = JsonResponse({"status": "ok" if good else "unavailable"}, status=200 if good else 503)
    response["Cache-Control"] = "no-store"
    return response
