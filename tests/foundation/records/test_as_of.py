"""Both times: what was true, and what was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.queries import as_of, history
from tests.factories.records import draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db


def test_an_amendment_is_known_only_after_it_was_recorded(at: datetime) -> None:
    subject = make_subject(at=at).pk
    one = draft(subject)
    write(one, at=at)
    write(replace(next_version(one), fine="9"), at=at + timedelta(days=2))
    then = as_of(subject, true_on=date(2026, 11, 1), known_at=at + timedelta(days=1))
    now = as_of(subject, true_on=date(2026, 11, 1), known_at=at + timedelta(days=2))
    assert [(record.version, record.content["fine_amount"]) for record in then] == [(1, "1.5")]
    assert [(record.version, record.content["fine_amount"]) for record in now] == [(2, "9")]


def test_nothing_is_true_before_it_was_decided_nor_known_before_it_was_recorded(at: datetime) -> None:
    subject = make_subject(at=at).pk
    write(draft(subject), at=at)
    assert as_of(subject, true_on=date(2026, 2, 28), known_at=at) == ()
    assert as_of(subject, true_on=date(2026, 3, 1), known_at=at - timedelta(seconds=1)) == ()


def test_a_withdrawn_record_no_longer_holds_but_its_history_stays(at: datetime) -> None:
    subject = make_subject(at=at).pk
    one = draft(subject)
    write(one, at=at)
    write(
        replace(one, version=2, cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False, reason="行政复议撤销"),
        at=at + timedelta(days=1),
    )
    assert as_of(subject, true_on=date(2026, 11, 1), known_at=at + timedelta(days=1)) == ()
    assert [(version.version, version.cause, version.reason) for version in history(one.key)] == [
        (1, Cause.REPORTED, ""),
        (2, Cause.WITHDRAWN, "行政复议撤销"),
    ]
