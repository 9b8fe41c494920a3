"""Charts of the office, as the script that draws them reads them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from creditport.foundation.ingestion.scoreboard import AgencyScore, Counts


@dataclass(frozen=True, slots=True)
class Series:
    """One named line or row of columns."""

    name: str
    values: tuple[float, ...]
    colour: str = "chart-1"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart; its title says what it shows. Rates are in per cent."""

    kind: str
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def rows(self) -> tuple[tuple[str, float], ...]:
        """The first series as a table."""
        return tuple(zip(self.labels, self.series[0].values, strict=True))

    @property
    def data(self) -> dict[str, object]:
        """For the script in the page."""
        return asdict(self)


def error_rates_by_month(scores: tuple[AgencyScore, ...]) -> Chart:
    """The error rate of everything received, month by month."""
    totals: dict[str, Counts] = {}
    for score in scores:
        for month in score.months:
            name = f"{month.month:%Y-%m}"
            totals[name] = totals.get(name, Counts()) + month.counts
    labels = tuple(sorted(totals))
    rates = tuple(round(100 * (totals[label].error_rate or 0), 1) for label in labels)
    title = _("Rows sent back, per cent of received rows, by month of receipt")
    return Chart("column", title, labels, (Series(_("Error rate"), rates, "chart-3"),))
