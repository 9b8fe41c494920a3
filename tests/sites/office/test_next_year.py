"""The last days of a year whose successor has no calendar yet: days are told as provisional, never as missing."""

from __future__ import annotations

from datetime import datetime

import pytest

from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.choices import Role
from creditport.sites.office.views import home
from tests.factories.staff import MARKET, signed_in, staff
from tests.factories.submissions import submission

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)


def test_the_inbox_tells_a_provisional_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "now", lambda: AT)
    submission(reference="S1", received_at=AT)
    office = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    page = office.get("/office/").content.decode()
    assert "2027-01-06" in page
    assert "暂定：2027 年放假调休安排尚未公布，该日期仅扣除周末推算" in page
    assert "尚未录入" not in page


def test_a_day_within_the_year_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "now", lambda: AT)
    submission(reference="S1", received_at=datetime(2026, 12, 21, 9, tzinfo=SHANGHAI))
    office = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    page = office.get("/office/").content.decode()
    assert "2026-12-30" in page and "暂定" not in page
