"""How completely, timely and soundly agencies report (m15)."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from creditport.foundation.ingestion.scoreboard import AgencyScore, months_back
from creditport.foundation.ingestion.scoreboard import scoreboard as scores_of
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.access import sees_all_agencies
from creditport.kernel.identity.actor import Actor
from creditport.sites.office.charts import error_rates_by_month
from creditport.sites.office.gate import staff
from creditport.sites.office.names import agency_name

MONTHS = 12


def _scores(actor: Actor) -> tuple[AgencyScore, ...]:
    today = civil_day(now())
    agency = None if sees_all_agencies(actor) else actor.agency
    return scores_of(since=months_back(today, MONTHS), until=months_back(today, 0), agency=agency)


@staff()
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Table and chart of the last twelve months; agencies see their own."""
    every = _scores(actor)
    scores = sorted((score for score in every if score.months), key=lambda score: -score.total.received)
    context = {
        "scores": scores,
        "silent": [score for score in every if not score.months],
        "chart": error_rates_by_month(every),
        "months": MONTHS,
        "nav": "scoreboard",
    }
    return render(request, "office/scoreboard.html", context)


@staff()
def sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same figures as a sheet, one line for each agency and month."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="scoreboard.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Agency"), _("Month"), _("Received"), _("Accepted"), _("Unchanged"), _("Rejected"), _("Late")])
    for score in _scores(actor):
        for month in score.months:
            counts = month.counts
            row = [counts.received, counts.accepted, counts.unchanged, counts.rejected, counts.late]
            writer.writerow([agency_name(score.agency), f"{month.month:%Y-%m}", *row])
    return response
