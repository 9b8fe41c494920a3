"""林晓梅 notes a lawsuit from the page of the measure that rests on the entry; 王志强 reads it on his own pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from creditport.consequences.proceedings.actions import suspend_execution
from creditport.consequences.proceedings.models import Proceeding
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.choices import Role
from tests.factories.cases import MANAGER
from tests.factories.listed import Listed, listed_firm
from tests.factories.mandates import owner
from tests.factories.proceedings import ORDER
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_own_pages import signed_in
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
LOOKED_AT = os.environ.get("CREDITPORT_SCREENSHOTS")  # a folder, to look at the pages
COURT = "海口市中级人民法院"


@pytest.fixture
def listed(transactional_db: None) -> Listed:
    made = listed_firm(make_subject(at=now(), name="海南椰风贸易有限公司"))
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    owner(made.subject.pk, now())
    return made


def look(page: Page, axe: str, name: str) -> None:
    assert serious_findings(page, axe) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    if LOOKED_AT:
        page.screenshot(path=Path(LOOKED_AT) / f"contested-{name}.png", full_page=True)


def test_from_the_measure_to_the_lawsuit_and_to_the_subject(
    open_page: OpenPage, listed: Listed, axe_source: str
) -> None:
    page = signed_in(open_page, f"/office/measures/{listed.measure.pk}/", "lin.xiaomei")
    expect(page.get_by_text("没有登记的复议或者诉讼").first).to_be_visible()
    look(page, axe_source, "measure")
    page.get_by_role("link", name="所依据的列入").click()
    page.get_by_label("程序").select_option("行政诉讼")
    page.get_by_label("复议机关或者法院").fill(COURT)
    page.get_by_label("案号").fill("（2026）琼01行初45号")
    page.get_by_label("受理或者立案日期").fill(civil_day(now()).isoformat())
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text(COURT)).to_be_visible()
    look(page, axe_source, "proceedings")
    suspend_execution(actor=MANAGER, at=now(), proceeding_id=Proceeding.objects.get().pk, order=ORDER)
    mine = signed_in(open_page, f"/my/{listed.subject.pk}/lists/{listed.entry.pk}/", "wang.zhiqiang", width=390)
    expect(mine.get_by_text("停止执行")).to_be_visible()
    look(mine, axe_source, "own-entry")
    mine.get_by_role("link", name="本次列入").click()
    expect(mine.get_by_text(ORDER.ruling)).to_be_visible()
    look(mine, axe_source, "own-page")
