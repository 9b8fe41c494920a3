"""Figures with charts, each with its table and its file."""

from __future__ import annotations

import csv

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from creditport.sites.portal.statistics import charts, headline


def figures_page(request: HttpRequest) -> HttpResponse:
    """All figures."""
    context = {
        "nav": "figures",
        "charts": charts(),
        "headline": headline(),
        "map_review_number": settings.SITE_MAP_REVIEW_NUMBER,
    }
    return render(request, "portal/figures.html", context)


def figure_csv(request: HttpRequest, figure: str) -> HttpResponse:
    """The table of one figure as CSV."""
    chart = next((each for each in charts() if each.id == figure), None)
    if chart is None:
        raise Http404
    answer = HttpResponse(
        "\ufeff",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{figure}.csv"'},
    )
    writer = csv.writer(answer)
    writer.writerow([chart.category, *(series.name for series in chart.series)])
    writer.writerows([label, *values] for label, values in chart.rows)
    return answer
