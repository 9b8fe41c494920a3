"""符春燕 at the service window gives 王志强 an account; he sets the password himself and reads his records."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from creditport.subjects.mandates.models import Mandate
from tests.factories.mandates import PAPER, account
from tests.factories.repairs import FOR_LONG, fined_restaurant
from tests.factories.staff import MARKET, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_own_pages import NUMBER, look, signed_in
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
HALL = "haikou-approval-service"
OWN = "only-he-knows-this-2026"


def _link_on(page: Page) -> str:
    expect(page.get_by_text("链接只在此处显示这一次。")).to_be_visible()
    return page.locator("#link").inner_text()


def _set_password(open_page: OpenPage, link: str) -> Page:
    page = open_page("/" + link.split("/", 3)[3])
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("新密码确认").fill(OWN)
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_text("密码已设置，请用新密码登录。")).to_be_visible()
    return page


def _sign_in(page: Page, username: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(OWN)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_person_who_came_in_reads_the_own_records(
    open_page: OpenPage, transactional_db: None, axe_source: str
) -> None:
    subject, _record = fined_restaurant(now(), public_until=FOR_LONG)
    staff("fu.chunyan", Role.REPORTER, HALL)
    window = signed_in(open_page, "/office/people/", "fu.chunyan")
    window.get_by_role("link", name="新建账号").click()
    window.get_by_label("账号名").fill("wang.zhiqiang")
    window.get_by_label("姓名").fill("王志强")
    window.get_by_role("button", name="建立账号").click()
    link = _link_on(window)
    look(window, "link")
    assert serious_findings(window, axe_source) == []
    window.get_by_role("link", name="完成").click()

    window.get_by_label("经营主体的统一社会信用代码").fill(subject.uscc or "")
    paper: FilePayload = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    window.get_by_label("所出示的材料").set_input_files(paper)
    window.get_by_role("button", name="登记", exact=True).click()
    expect(window.get_by_text("已登记。")).to_be_visible()
    expect(window.get_by_role("cell", name="法定代表人（负责人）")).to_be_visible()
    look(window, "person")

    own = _set_password(open_page, link)
    _sign_in(own, "wang.zhiqiang")
    expect(own.get_by_text(NUMBER).first).to_be_visible()

    window.get_by_text("终止委托").first.click()
    window.get_by_label("原因").first.fill("法定代表人已变更")
    window.locator("details").get_by_role("button", name="终止委托").click()
    expect(window.get_by_text("法定代表人已变更")).to_be_visible()
    assert Mandate.objects.get().ended_by == "fu.chunyan"
    own.reload()
    expect(own.get_by_text(NUMBER)).to_have_count(0)


def test_a_manager_gives_a_reporter_a_new_password(open_page: OpenPage, transactional_db: None) -> None:
    staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET)
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    manager = signed_in(open_page, "/office/staff/", "fu.jianguo")
    manager.get_by_role("button", name="发放密码设置链接").click()
    page = _set_password(open_page, _link_on(manager))
    _sign_in(page, "lin.xiaomei")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()


@pytest.mark.parametrize(("prefix", "width"), [("", 390), ("/en", 1280)])
def test_no_serious_finding_and_no_page_wider_than_its_screen(
    open_page: OpenPage, transactional_db: None, axe_source: str, prefix: str, width: int
) -> None:
    account()
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    staff("wu.haisheng", Role.PLATFORM_OPERATOR)
    page = signed_in(open_page, "/office/people/", "wu.haisheng", width=width)
    findings: dict[str, list[str]] = {}
    for path in ("people/", "people/?q=nobody", "people/new/", "people/wang.zhiqiang/", "staff/lin.xiaomei/role/"):
        page.goto(f"{'/'.join(page.url.split('/')[:3])}{prefix}/office/{path}")
        found = serious_findings(page, axe_source)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        if found:
            findings[path] = found
        look(page, f"{width}-{path.split('/')[1] or 'list'}")
    assert findings == {}
