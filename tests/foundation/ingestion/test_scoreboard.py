"""Coverage, timeliness and error rate of each agency (m15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.scoreboard import Counts, months_back, scoreboard
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.packs.registry import packs
from tests.factories.staff import MARKET, OTHER
from tests.factories.submissions import submission


def _at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


@pytest.mark.django_db
def test_months_are_civil_months_in_hainan() -> None:
    submission(reference="S1", received_at=_at(2026, 10, 31, 23, 59), accepted=90, rejected=10, late=9)
    submission(reference="S2", received_at=_at(2026, 11, 1, 0, 0), accepted=50, rejected=0)
    submission(reference="S3", received_at=_at(2026, 11, 9, 9, 0), accepted=40, rejected=10, late=45)
    submission(reference="S4", received_at=_at(2026, 12, 1, 0, 0))
    [score] = scoreboard(since=date(2026, 10, 1), until=date(2026, 12, 1), agency=MARKET)
    october, november = score.months
    assert (october.month, october.counts) == (
        date(2026, 10, 1),
        Counts(submissions=1, received=100, accepted=90, rejected=10, late=9),
    )
    assert (october.counts.timeliness, october.counts.error_rate) == (0.9, 0.1)
    assert november.counts == Counts(submissions=2, received=100, accepted=90, rejected=10, late=45)
    assert score.total == Counts(submissions=3, received=200, accepted=180, rejected=20, late=54)
    assert (score.total.timeliness, score.total.error_rate) == (0.7, 0.1)


@pytest.mark.django_db
def test_only_what_was_applied_counts() -> None:
    submission(reference="S1", state=SubmissionState.REFUSED, received_at=_at(2026, 11, 2))
    submission(reference="S2", state=SubmissionState.RECEIVED, received_at=_at(2026, 11, 2))
    [score] = scoreboard(since=date(2026, 11, 1), until=date(2026, 12, 1), agency=MARKET)
    assert (score.months, score.total, score.reported) == ((), Counts(), ())
    assert (score.total.error_rate, score.total.timeliness) == (None, None)


@pytest.mark.django_db
def test_rows_whose_timeliness_nobody_could_judge_are_neither_timely_nor_late() -> None:
    submission(reference="S1", received_at=_at(2026, 11, 2), accepted=40, late=10)
    unjudged = submission(reference="S2", received_at=_at(2026, 11, 3), accepted=60)
    Submission.objects.filter(pk=unjudged.pk).update(late=None)
    [score] = scoreboard(since=date(2026, 11, 1), until=date(2026, 12, 1), agency=MARKET)
    assert (score.total.accepted, score.total.late, score.total.unjudged, score.total.timeliness) == (100, 10, 60, 0.75)


@pytest.mark.django_db
def test_coverage_counts_items_that_really_came() -> None:
    submission(reference="S1", item="penalty", received_at=_at(2026, 11, 2))
    submission(reference="S2", item="licence", received_at=_at(2026, 11, 2), accepted=0, rejected=5)
    [score] = scoreboard(since=date(2026, 11, 1), until=date(2026, 12, 1), agency=MARKET)
    assert score.expected == tuple(sorted(packs().agencies[MARKET].items))
    assert score.reported == ("penalty",)
    assert score.coverage == 1 / len(score.expected)
    assert "licence" in score.missing and "penalty" not in score.missing


@pytest.mark.django_db
def test_all_agencies_are_there_silent_ones_too() -> None:
    submission(reference="S1", received_at=_at(2026, 11, 2), agency=OTHER)
    scores = scoreboard(since=date(2026, 11, 1), until=date(2026, 12, 1))
    assert {score.agency for score in scores} == set(packs().agencies)
    assert [score.agency for score in scores if score.months] == [OTHER]


def test_a_period_of_twelve_months_ends_with_the_present_one() -> None:
    assert months_back(date(2026, 11, 24), 12) == date(2025, 12, 1)
    assert months_back(date(2026, 12, 31), 12) == date(2026, 1, 1)
    assert months_back(date(2026, 12, 31), 0) == date(2027, 1, 1)


numbers = st.integers(0, 10_000)
counts = st.builds(Counts, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers)


@given(first=counts, second=counts)
def test_counts_add_up_in_any_order(first: Counts, second: Counts) -> None:
    assert first + second == second + first
    assert (first + second).sent_back == first.sent_back + second.sent_back
    assert first + Counts() == first == replace(first)
