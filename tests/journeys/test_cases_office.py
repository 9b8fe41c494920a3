"""林晓梅 decides on a repair in a real browser: the inbox, the evidence, the decision; wide and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from creditport.engines.cases.models import Case
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from tests.factories.repairs import FOR_LONG, apply, everything_done, fined_restaurant
from tests.factories.staff import MARKET, PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
LOOKED_AT = os.environ.get("CREDITPORT_SCREENSHOTS")  # a folder, to look at the pages


def look(page: Page, name: str) -> None:
    if LOOKED_AT:
        page.screenshot(path=Path(LOOKED_AT) / f"{name}.png", full_page=True)


@pytest.fixture
def case(transactional_db: None) -> Case:
    """An application of today, with what the agency knows."""
    at = now()
    _, record = fined_restaurant(at, public_until=FOR_LONG)
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    filed = apply(at, record)
    everything_done(at, record.key)
    return filed


def signed_in(open_page: OpenPage, width: int) -> Page:
    expect.set_options(timeout=20_000)
    page = open_page("/office/cases/", width=width)
    page.set_default_timeout(20_000)
    page.get_by_label("用户名").fill("lin.xiaomei")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="办件", exact=True)).to_be_visible()
    return page


def test_from_the_inbox_to_the_decision(open_page: OpenPage, case: Case, axe_source: str) -> None:
    page = signed_in(open_page, 1280)
    look(page, "inbox")
    assert serious_findings(page, axe_source) == []
    page.get_by_role("link", name="信用修复").first.click()
    expect(page.get_by_role("heading", name="材料")).to_be_visible()
    look(page, "case")
    assert serious_findings(page, axe_source) == []
    page.get_by_text("受理", exact=True).first.click()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_text("已办理，办件已进入下一步。")).to_be_visible()
    for link in page.get_by_role("link", name="pdf").all():
        with page.expect_download():
            link.click()
    page.reload()
    expect(page.get_by_text("尚未查看")).to_have_count(0)
    page.get_by_text("同意修复", exact=True).first.click()
    page.get_by_role("button", name="同意修复", exact=True).click()
    expect(page.get_by_text("已修复").first).to_be_visible()
    look(page, "decided")
    assert Record.objects.latest("id").shown is False


def test_on_a_phone(open_page: OpenPage, case: Case, axe_source: str) -> None:
    page = signed_in(open_page, 390)
    look(page, "inbox-narrow")
    page.goto(page.url + f"{case.number}/")
    look(page, "case-narrow")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert serious_findings(page, axe_source) == []
    page.goto(page.url.split("/office/")[0] + f"/office/records/{case.about_id}/repair/")
    look(page, "window-narrow")
    assert serious_findings(page, axe_source) == []
