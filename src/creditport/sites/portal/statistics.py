"""The figures of the public site, made from the counts of publicity; kept for a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.core.cache import cache
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creditport.foundation.publicity.queries import Figure, SubjectFigure, figures, subject_figures
from creditport.foundation.records.choices import Severity
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.sites.portal import labels

KEPT_SECONDS = 60
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures in one line of the home page."""

    subjects: int
    records: int
    adverse: int
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[int, ...]
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure: its title is the finding; the same numbers stand in a table beside it."""

    id: str
    title: str
    kind: Literal["bar", "column", "line", "map"]
    category: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    map: str = ""

    @property
    def data(self) -> dict[str, object]:
        """For the script that draws it."""
        return asdict(self)

    @property
    def element_id(self) -> str:
        """Where the page keeps the data."""
        return f"chart-{self.id}"

    @property
    def rows(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """For the table."""
        return tuple(
            (label, tuple(series.values[index] for series in self.series)) for index, label in enumerate(self.labels)
        )


def headline() -> Headline:
    """How much is held and shown."""
    kept = cache.get("portal.headline")
    if isinstance(kept, Headline):
        return kept
    counted, subjects = figures(), subject_figures()
    made = Headline(
        subjects=sum(each.subjects for each in subjects),
        records=sum(each.records for each in counted),
        adverse=sum(each.records for each in counted if each.severity is not None),
        counted_at=counted[0].counted_at if counted else None,
    )
    cache.set("portal.headline", made, KEPT_SECONDS)
    return made


def charts() -> tuple[Chart, ...]:
    """All figures of the figures page, in the visitor's language; without those that have nothing to show."""
    key = f"portal.charts.{get_language()}"
    kept = cache.get(key)
    if isinstance(kept, tuple):
        return kept
    counted, subjects = figures(), subject_figures()
    made = (
        *_county_charts(subjects),
        _items_chart(counted),
        _severity_chart(counted),
        _months_chart(counted),
    )
    filled = tuple(chart for chart in made if chart.labels)
    cache.set(key, filled, KEPT_SECONDS)
    return filled


def _county_charts(subjects: Iterable[SubjectFigure]) -> tuple[Chart, ...]:
    counts: Counter[str] = Counter()
    for each in subjects:
        counts[each.county_code] += each.subjects
    ordered = counts.most_common()
    names = tuple(labels.county_name(code) for code, _number in ordered)
    values = tuple(number for _code, number in ordered)
    title = _("No subjects yet")
    if ordered:
        share = round(100 * values[0] / max(sum(values), 1))
        title = _("{county} has the most subjects: {share} per cent of all").format(county=names[0], share=share)
    series = (Series(_("Subjects"), values),)
    bars = Chart("counties", title, "bar", _("City or county"), names, series)
    if not settings.SITE_MAP_REVIEW_NUMBER:
        return (bars,)
    zh_names = tuple(_outline_name(code) for code, _number in ordered)
    outline = static("portal/hainan_counties.geojson")
    return bars, Chart("map", _("Subjects by city and county"), "map", bars.category, zh_names, series, outline)


def _outline_name(code: str) -> str:
    """The outlines carry the Chinese names."""
    division = packs().divisions.get(code)
    return division.label.zh if division else ""


def _items_chart(counted: Iterable[Figure]) -> Chart:
    counts: Counter[str] = Counter()
    for each in counted:
        counts[each.item] += each.records
    ordered = counts.most_common()
    names = tuple(labels.item_name(item) for item, _number in ordered)
    title = ""
    if ordered:
        title = _("Most of what is published is {item}").format(item=names[0])
    values = tuple(number for _item, number in ordered)
    return Chart("items", title, "bar", _("Kind of information"), names, (Series(_("Records shown"), values),))


def _severity_chart(counted: Iterable[Figure]) -> Chart:
    counts: Counter[Severity] = Counter()
    for each in counted:
        if each.severity is not None:
            counts[each.severity] += each.records
    classes = [severity for severity in Severity if counts[severity]]
    total = max(sum(counts.values()), 1)
    share = round(100 * counts[Severity.SERIOUS] / total)
    title = _("{share} per cent of adverse records are serious").format(share=share)
    values = tuple(counts[severity] for severity in classes)
    names = tuple(str(severity.label) for severity in classes)
    return Chart("severity", title, "bar", _("Severity"), names, (Series(_("Records shown"), values, "chart-3"),))


def _months_until(day: date) -> tuple[date, ...]:
    """The last twelve months, the present one last; a month without decisions is a month too."""
    last = day.year * 12 + day.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS_SHOWN + 1, last + 1))


def _months_chart(counted: Iterable[Figure]) -> Chart:
    penalties: Counter[date] = Counter()
    licences: Counter[date] = Counter()
    for each in counted:
        if each.item == "penalty":
            penalties[each.month] += each.records
        elif each.item == "licence":
            licences[each.month] += each.records
    months = _months_until(civil_day(now())) if penalties or licences else ()
    return Chart(
        "months",
        _("Decisions of the last twelve months that are shown today"),
        "line",
        _("Month of decision"),
        tuple(f"{month:%Y-%m}" for month in months),
        (
            Series(labels.item_name("licence"), tuple(licences[month] for month in months), "chart-2"),
            Series(labels.item_name("penalty"), tuple(penalties[month] for month in months), "chart-3"),
        ),
    )
