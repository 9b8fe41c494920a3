"""林晓梅 reports, mends and sends again; the public reads it; 陈静 audits. In a real browser."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from creditport.foundation.ingestion.actions import receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.tasks import apply_submission
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User
from tests.factories.penalties import penalty_file
from tests.factories.staff import MARKET, PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
NAME = "海口海之味餐饮有限公司"
CODE = "91460100MA5T8H2R3Q"
FAULTY = [
    {},
    {"document_number": "琼市监处罚〔2026〕16号", "decided_on": "2026-02-30"},
    {"document_number": "", "party_name": NAME, "party_code": CODE},
]


@pytest.fixture
def chrome(open_page: OpenPage) -> Page:
    """A page that asks for a sign-in, with patience for a busy machine."""
    expect.set_options(timeout=20_000)
    opened = open_page("/office/")
    opened.set_default_timeout(20_000)
    return opened


def _address(chrome: Page) -> str:
    return "/".join(chrome.url.split("/")[:3])


def _sign_in(chrome: Page, username: str) -> None:
    chrome.goto(f"{_address(chrome)}/office/")
    chrome.get_by_label("用户名").fill(username)
    chrome.get_by_label("密码").fill(PASSWORD)
    chrome.get_by_role("button", name="登录", exact=True).click()


def _send(chrome: Page, file: Path) -> None:
    chrome.get_by_label("文件", exact=True).set_input_files(file)
    chrome.get_by_role("button", name="报送", exact=True).click()
    expect(chrome.get_by_text("文件正在校验")).to_be_visible()


def _work() -> None:
    """The background process of this story: it does the latest job."""
    apply_submission(**ProcrastinateJob.objects.latest("id").args)


def _mended_sheet(chrome: Page, folder: Path) -> Path:
    """The sheet that comes back, with the two wrong cells put right."""
    with chrome.expect_download() as begun:
        chrome.get_by_role("link", name="下载待更正表").click()
    mended = folder / "更正.xlsx"
    begun.value.save_as(mended)
    book = openpyxl.load_workbook(mended)
    sheet = book.active
    assert sheet is not None
    place = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    sheet.cell(2, place["处罚决定日期"]).value = "2026-11-17"
    sheet.cell(3, place["行政处罚决定书文号"]).value = "琼市监处罚〔2026〕17号"
    book.save(mended)
    return mended


def test_lin_xiaomei_reports_and_chen_jing_audits(chrome: Page, tmp_path: Path) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    staff("chen.jing", Role.AUDITOR)
    file = tmp_path / "处罚信息.csv"
    file.write_bytes(penalty_file(FAULTY))

    # She signs in and sends the file; the page waits by itself until the checks are done.
    _sign_in(chrome, "lin.xiaomei")
    expect(chrome.get_by_role("heading", name="待办")).to_be_visible()
    chrome.get_by_role("link", name="报送文件").first.click()
    chrome.get_by_label("文件内容").select_option(label="行政处罚信息")
    _send(chrome, file)
    _work()

    # She reads what is wrong, in the shape of her own sheet.
    expect(chrome.get_by_text("退回 2 行")).to_be_visible()
    wrong = chrome.locator("td.sheet__wrong")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_contain_text("2026-02-30")
    expect(chrome.get_by_text("2026-02-30”这一天不存在").last).to_be_visible()

    # She mends the sheet that comes back, and sends it again.
    mended = _mended_sheet(chrome, tmp_path)
    chrome.get_by_role("link", name="报送更正后的表格").click()
    expect(chrome.get_by_label("文件内容")).to_have_value("penalty")
    _send(chrome, mended)
    _work()
    expect(chrome.get_by_text("各行均已入库，没有待更正的内容")).to_be_visible()
    first, second = Submission.objects.order_by("id")
    assert (first.accepted, first.rejected, second.accepted, second.mends_id) == (1, 2, 2, first.pk)
    chrome.get_by_role("link", name="待办").click()
    expect(chrome.get_by_text("没有待更正的内容")).to_be_visible()

    # The public finds the penalty, with both dates.
    chrome.context.clear_cookies()
    chrome.goto(f"{_address(chrome)}/search/?q={NAME}")
    chrome.get_by_role("link", name=NAME).first.click()
    expect(chrome.get_by_text("琼市监处罚〔2026〕17号").first).to_be_visible()
    expect(chrome.locator(".term-bar").first).to_be_visible()

    # 陈静 sees who did what, and proves that the log is whole.
    _sign_in(chrome, "chen.jing")
    expect(chrome.get_by_role("heading", name="审计日志")).to_be_visible()
    for act in ("接收文件", "文件入库"):
        expect(chrome.get_by_role("cell", name=act).first).to_be_visible()
    chrome.get_by_role("button", name="校验日志完整性").click()
    expect(chrome.get_by_role("status")).to_contain_text("日志完整")


def test_a_file_goes_without_a_mouse(chrome: Page, tmp_path: Path) -> None:
    """From sign-in to the sent file by keyboard alone."""
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    file = tmp_path / "处罚信息.csv"
    file.write_bytes(penalty_file([{}]))
    chrome.goto(f"{_address(chrome)}/office/upload/")
    chrome.get_by_label("用户名").focus()
    chrome.keyboard.type("lin.xiaomei")
    chrome.keyboard.press("Tab")
    chrome.keyboard.type(PASSWORD)
    chrome.keyboard.press("Enter")
    expect(chrome.get_by_role("heading", name="报送文件")).to_be_visible()
    chrome.keyboard.press("Tab")
    expect(chrome.get_by_role("link", name="跳到正文")).to_be_focused()
    chrome.get_by_label("文件内容").focus()
    while chrome.get_by_label("文件内容").input_value() != "penalty":
        chrome.keyboard.press("ArrowDown")
    chrome.keyboard.press("Tab")
    expect(chrome.get_by_label("文件", exact=True)).to_be_focused()
    chrome.get_by_label("文件", exact=True).set_input_files(file)
    chrome.keyboard.press("Tab")
    chrome.keyboard.press("Enter")
    expect(chrome.get_by_text("文件正在校验")).to_be_visible()


def _applied(username: str) -> str:
    """A submission with two rows to mend; its reference."""
    sent = receive(
        actor=User.objects.get(username=username).actor,
        at=now(),
        item="penalty",
        agency=MARKET,
        channel=Channel.PAGE,
        filename="处罚信息.csv",
        stream=BytesIO(penalty_file(FAULTY)),
    )
    apply_submission(submission_id=sent.pk, username=username)
    return sent.reference


@pytest.mark.parametrize(
    ("prefix", "width", "display"), [("", 390, ""), ("/en", 1280, "dark"), ("", 1280, "contrast.elder")]
)
def test_no_serious_finding_and_no_page_wider_than_its_screen(
    open_page: OpenPage, axe_source: str, prefix: str, width: int, display: str
) -> None:
    for username, role, agency in (
        ("lin.xiaomei", Role.REPORTER, MARKET),
        ("fu.jianguo", Role.AGENCY_MANAGER, MARKET),
        ("chen.jing", Role.AUDITOR, None),
    ):
        staff(username, role, agency)
    reference = _applied("lin.xiaomei")
    key = Record.objects.values_list("key", flat=True)[0]
    pages = {
        "lin.xiaomei": (
            *("", "upload/", "submissions/", f"submissions/{reference}/", "records/", f"records/{key}/"),
            *(f"records/{key}/withdraw/", "scoreboard/", "templates/", "../accounts/2fa/"),
        ),
        "fu.jianguo": ("staff/", "staff/new/"),
        "chen.jing": ("audit/", f"submissions/{reference}/"),
    }
    findings: dict[str, list[str]] = {}
    for username, paths in pages.items():
        chrome = open_page("/office/", width=width, display=display)
        _sign_in(chrome, username)
        for path in paths:
            chrome.goto(f"{_address(chrome)}{prefix}/office/{path}")
            found = serious_findings(chrome, axe_source)
            if chrome.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append("scrolls sideways")
            if found:
                findings[path] = found
    assert findings == {}
