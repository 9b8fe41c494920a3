"""What waits for an agency, ordered by what is due."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from creditport.foundation.ingestion.choices import SubmissionState
from creditport.foundation.ingestion.inbox import found_submissions, inbox, mended_by, silent_agencies
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.packs.registry import packs
from tests.factories.staff import MARKET, OTHER
from tests.factories.submissions import submission

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)  # a Tuesday


def _at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, 0, tzinfo=SHANGHAI)


def test_the_clock_counts_working_days_from_receipt() -> None:
    term = packs().items["penalty"].update_term_workdays
    assert term == 7
    submission(reference="S1", received_at=_at(11, 20))  # Friday: the 23rd is the first working day
    [waiting] = inbox(agency=MARKET, today=TODAY).waiting
    assert (waiting.due_on, waiting.workdays_left, waiting.to_mend) == (date(2026, 12, 1), 5, 2)


def test_the_national_holiday_stops_the_clock() -> None:
    submission(reference="S1", received_at=_at(9, 29))
    [waiting] = inbox(agency=MARKET, today=date(2026, 9, 30)).waiting
    assert waiting.due_on is not None and waiting.due_on > date(2026, 10, 8)
    assert waiting.workdays_left == 6


def test_a_deadline_in_an_unknown_year_is_provisional_and_says_so() -> None:
    submission(reference="S1", received_at=_at(12, 28))  # a Monday; Friday the 1st of January counts until it is known
    submission(reference="S2", received_at=_at(12, 21))
    certain, provisional = inbox(agency=MARKET, today=date(2026, 12, 28)).waiting
    assert (certain.due_on, certain.workdays_left, certain.provisional_for) == (date(2026, 12, 30), 2, None)
    assert (provisional.due_on, provisional.workdays_left, provisional.provisional_for) == (date(2027, 1, 6), 7, 2027)


def test_the_most_urgent_comes_first_and_the_own_only() -> None:
    submission(reference="S1", received_at=_at(11, 20))
    submission(reference="S2", received_at=_at(11, 2))
    submission(reference="S3", received_at=_at(11, 2), agency=OTHER)
    submission(reference="S4", received_at=_at(11, 3), rejected=0)
    mine = inbox(agency=MARKET, today=TODAY)
    assert [each.submission.reference for each in mine.waiting] == ["S2", "S1"]
    assert [each.workdays_left for each in mine.waiting] == [-9, 5]
    assert (mine.total, inbox(agency=None, today=TODAY).total) == (2, 3)


def test_what_was_mended_waits_no_longer() -> None:
    first = submission(reference="S1", received_at=_at(11, 20))
    refused = submission(reference="S2", received_at=_at(11, 20), mends_id=first.pk, state=SubmissionState.REFUSED)
    assert [each.submission.reference for each in inbox(agency=MARKET, today=TODAY).waiting] == ["S1", "S2"]
    second = submission(reference="S3", received_at=_at(11, 23), mends_id=first.pk, rejected=0)
    assert [each.submission.reference for each in inbox(agency=MARKET, today=TODAY).waiting] == ["S2"]
    assert mended_by(first) == (refused, second)


def test_what_is_in_work_shows_by_itself() -> None:
    working = submission(reference="S1", state=SubmissionState.RECEIVED, received_at=_at(11, 24))
    mine = inbox(agency=MARKET, today=TODAY)
    assert (mine.in_work, mine.waiting) == ((working,), ())


def test_submissions_are_found_by_state() -> None:
    submission(reference="S1")
    submission(reference="S2", rejected=0)
    submission(reference="S3", state=SubmissionState.REFUSED)
    for state, expected in {"": 3, "open": 2, "applied": 2, "refused": 1, "received": 0}.items():
        assert found_submissions(agency=MARKET, state=state).count() == expected
    assert found_submissions(agency=OTHER).count() == 0
    assert found_submissions(agency=None, item="licence").count() == 0


def test_agencies_silent_for_thirty_days() -> None:
    submission(reference="S1", received_at=_at(10, 26))
    submission(reference="S2", received_at=_at(10, 25), agency=OTHER)
    silent = dict(silent_agencies(today=TODAY))
    assert MARKET not in silent
    assert silent[OTHER] == date(2026, 10, 25)
    assert sum(last is None for last in silent.values()) == len(packs().agencies) - 2
