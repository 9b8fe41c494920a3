"""The daily work tells what time changed, once; days it did not run are made up for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from creditport.consequences.repair.daily import do_daily_work
from creditport.consequences.repair.events import PublicityEnded
from creditport.consequences.repair.models import DailyWork
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.events import announcements
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from tests.factories.cases import OPERATOR, open_repair
from tests.factories.repairs import everything_done, fined_restaurant

pytestmark = pytest.mark.django_db


def test_a_day_is_done_once(at: datetime) -> None:
    _, record = fined_restaurant(at)
    everything_done(at, record.key)
    open_repair(at=at - timedelta(days=14), about="late")
    first = do_daily_work(actor=SYSTEM, at=at)
    assert (first.offered, first.overdue, first.ended, first.granted) == (1, 1, 0, 0)
    again = do_daily_work(actor=SYSTEM, at=at + timedelta(hours=1))
    assert again.ran_at == first.ran_at
    next_day = do_daily_work(actor=SYSTEM, at=at + timedelta(days=1))
    assert (next_day.offered, next_day.overdue) == (0, 0)
    with pytest.raises(NotPermittedError):
        do_daily_work(actor=OPERATOR, at=at + timedelta(days=2))


def test_days_on_which_it_stood_still_are_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2027, 2, 26, 9, tzinfo=SHANGHAI)
    _, record = fined_restaurant(at)  # shown until 1 March 2027
    told: list[PublicityEnded] = []
    monkeypatch.setitem(announcements._handlers, PublicityEnded, [told.append])
    do_daily_work(actor=SYSTEM, at=at)
    do_daily_work(actor=SYSTEM, at=at + timedelta(days=10))
    do_daily_work(actor=SYSTEM, at=at + timedelta(days=11))
    assert [(each.since, each.until, each.record_keys) for each in told] == [
        (date(2027, 2, 26), date(2027, 3, 8), (record.key,))
    ]
    assert list(DailyWork.objects.order_by("day").values_list("ended", flat=True)) == [0, 1, 0]


def test_what_cannot_be_counted_is_reported_every_day() -> None:
    at = datetime(2026, 12, 30, 9, tzinfo=SHANGHAI)
    open_repair(at=at)
    assert do_daily_work(actor=SYSTEM, at=at).uncounted == 1
    assert do_daily_work(actor=SYSTEM, at=at + timedelta(days=1)).uncounted == 1
