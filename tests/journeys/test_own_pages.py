"""王志强 mends his record himself, in a real browser: he applies, 林晓梅 decides, nobody sees the fine any more."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import FilePayload, Page, expect

from creditport.consequences.notices.actions import make_notices, record_service
from creditport.consequences.notices.choices import ServiceWay
from creditport.engines.cases.models import Case
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.choices import Role
from creditport.subjects.register.models import Subject
from tests.factories.mandates import PAPER, owner
from tests.factories.people import LIN_XIAOMEI
from tests.factories.repairs import FOR_LONG, fined_restaurant
from tests.factories.staff import MARKET, PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
LOOKED_AT = os.environ.get("CREDITPORT_SCREENSHOTS")  # a folder, to look at the pages
NUMBER = "琼市监处罚〔2026〕1号"


@dataclass(frozen=True, slots=True)
class Fined:
    """The restaurant, its fine, and the documents that were served with it."""

    subject: Subject
    record: Record


@pytest.fixture
def fined(transactional_db: None) -> Fined:
    at = now()
    subject, record = fined_restaurant(at, public_until=FOR_LONG)
    owner(subject.pk, at)
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    made = make_notices(actor=LIN_XIAOMEI, at=at, record_key=record.key)
    record_service(actor=LIN_XIAOMEI, at=at, set_id=made.pk, way=ServiceWay.PLATFORM, served_on=civil_day(at))
    return Fined(subject, record)


def look(page: Page, name: str) -> None:
    if LOOKED_AT:
        page.screenshot(path=Path(LOOKED_AT) / f"{name}.png", full_page=True)


def signed_in(open_page: OpenPage, path: str, username: str, *, width: int = 1280) -> Page:
    expect.set_options(timeout=20_000)
    page = open_page(path, width=width)
    page.set_default_timeout(20_000)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    return page


def test_the_fine_is_mended_from_the_owners_page_to_the_public_site(
    open_page: OpenPage, fined: Fined, axe_source: str
) -> None:
    cursor = Client().get("/api/v1/publicity/changes").json()["cursor"]
    assert NUMBER in Client().get("/subjects/91460100MA5RFXBU8P/").content.decode()
    mine = signed_in(open_page, "/my/", "wang.zhiqiang")
    mine.get_by_role("link", name="申请信用修复").click()
    proof: FilePayload = {"name": "缴款书.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    mine.get_by_label("履行义务证明材料").set_input_files(proof)
    mine.get_by_label("整改与履行情况").fill("罚款已缴清，过期食品已销毁")
    mine.get_by_label("签署人姓名").fill("王志强")
    mine.get_by_label("我单位作出上述承诺。").check()
    assert serious_findings(mine, axe_source) == []
    mine.get_by_role("button", name="提交申请").click()
    expect(mine.get_by_text("已提交。您可以在这里查看每一步的办理情况。")).to_be_visible()
    _decide(open_page, Case.objects.get())
    mine.reload()
    expect(mine.get_by_text("下载决定书")).to_be_visible()
    look(mine, "decided")
    assert NUMBER not in Client().get("/subjects/91460100MA5RFXBU8P/").content.decode()
    told = Client().get("/api/v1/publicity/changes", {"cursor": cursor}).json()["items"]
    assert [(each["change"], each["key"], each["record"]) for each in told] == [
        ("withdrawn", str(fined.record.key), None)
    ]


def _decide(open_page: OpenPage, case: Case) -> None:
    """林晓梅 accepts, reads the evidence, grants."""
    office = signed_in(open_page, f"/office/cases/{case.number}/", "lin.xiaomei")
    office.get_by_text("受理", exact=True).first.click()
    office.get_by_role("button", name="受理", exact=True).click()
    expect(office.get_by_text("已办理，办件已进入下一步。")).to_be_visible()
    for link in office.get_by_role("link", name="pdf").all():
        with office.expect_download():
            link.click()
    office.reload()
    office.get_by_text("同意修复", exact=True).first.click()
    office.get_by_role("button", name="同意修复", exact=True).click()
    expect(office.get_by_text("已修复").first).to_be_visible()


PAGES = ("records", "repair", "object", "applications", "notices", "accesses", "people")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_every_page_is_readable_wide_and_on_a_phone(
    open_page: OpenPage, fined: Fined, axe_source: str, prefix: str, width: int
) -> None:
    page = signed_in(open_page, "/my/", "wang.zhiqiang", width=width)
    expect(page.get_by_role("heading", name="海口椰风餐饮有限公司")).to_be_visible()
    base = page.url.split("/my/")[0]
    for name in PAGES:
        path = f"{fined.subject.pk}/{'' if name == 'records' else name + '/'}"
        if name in {"repair", "object"}:
            path = f"{'repair' if name == 'repair' else 'objection'}/{fined.record.key}/"
        page.goto(f"{base}{prefix}/my/{path}")
        look(page, f"my-{name}-{prefix.strip('/') or 'zh'}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        assert serious_findings(page, axe_source) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_agencys_pages_of_notices_and_conformity(
    open_page: OpenPage, fined: Fined, axe_source: str, width: int
) -> None:
    page = signed_in(open_page, f"/office/records/{fined.record.key}/notices/", "lin.xiaomei", width=width)
    expect(page.get_by_role("heading", name="三书同达文书")).to_be_visible()
    look(page, f"office-notices-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert serious_findings(page, axe_source) == []
    page.goto(page.url.split("/office/")[0] + "/office/conformity/")
    shown = f"key,public_until\n{fined.record.key},2027-03-01\n".encode()
    page.get_by_label("文件").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": shown})
    page.get_by_role("button", name="开始核对").click()
    expect(page.get_by_role("cell", name="日期不符")).to_be_visible()
    look(page, f"office-conformity-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert serious_findings(page, axe_source) == []
