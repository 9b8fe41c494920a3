"""吴多贤 and 符海波 enter a firm in a list in a real browser; a tender check then refuses it; then it is removed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import pytest
from django.test import Client
from playwright.sync_api import FilePayload, Page, expect

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.packs.registry import packs
from creditport.subjects.register.models import Subject
from tests.factories.consequences import (
    PROCUREMENT,
    bar_from_procurement,
    enter,
    load_rules_of,
    on_list_since,
    procurement_draft,
)
from tests.factories.mandates import PAPER, owner
from tests.factories.records import make_subject
from tests.factories.staff import PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser
LOOKED_AT = os.environ.get("CREDITPORT_SCREENSHOTS")  # a folder, to look at the pages
FINANCE = "hainan-finance"
LIST = "government-procurement-serious"
FACTS = "在 HNZB-2026-12 号采购中与其他供应商恶意串通，经行政处罚决定认定。"


class Desk:
    """A browser at the office (or at a subject's pages), signed in; looks at each page it is told to."""

    def __init__(self, page: Page, axe: str, suffix: str) -> None:
        self.page, self.axe, self.suffix = page, axe, suffix
        self.base = page.url.split("/office/")[0].split("/my/")[0].split("/accounts/")[0]

    def sign_in(self, name: str) -> Desk:
        self.page.set_default_timeout(20_000)
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def look(self, name: str) -> None:
        """No serious finding, nothing wider than the screen; a picture if one is wanted."""
        assert serious_findings(self.page, self.axe) == [], name
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert self.page.evaluate(wide), f"{name} is wider than its screen"
        if LOOKED_AT:
            self.page.screenshot(path=Path(LOOKED_AT) / f"{name}-{self.suffix}.png", full_page=True)

    def act(self, label: str, **said: str) -> None:
        """Open the act, fill it in, send it."""
        self.page.locator("summary", has_text=label).first.click()
        form = self.page.locator("details[open]", has_text=label).last
        for name, value in said.items():
            field = form.locator(f"[name$='-{name}']")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        form.get_by_role("button", name=label, exact=True).click()


@pytest.fixture
def firm(transactional_db: None) -> Subject:
    """A firm, and the officers of the finance department."""
    expect.set_options(timeout=20_000)
    made = make_subject(at=now(), name="海南椰风贸易有限公司")
    staff("wu.duoxian", Role.REPORTER, FINANCE)
    staff("fu.haibo", Role.AGENCY_MANAGER, FINANCE)
    return made


def _desk(open_page: OpenPage, axe: str, name: str, *, width: int = 1280, path: str = "/office/lists/") -> Desk:
    suffix = "wide" if width > 800 else "narrow"
    return Desk(open_page(path, width=width), axe, suffix).sign_in(name)


def _ask(firm: Subject) -> dict[str, Any]:
    """The check of a tender, by the interface."""
    key = give_key(actor=SYSTEM, at=now(), agency="hainan-market-regulation", label="招标系统")
    asked = {"subject": firm.uscc, "scenario": "public-resource-trading", "purpose": "credit-check", "case": "HNZB-31"}
    answer = Client().post(
        "/api/v1/checks", orjson.dumps(asked), "application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 200, answer.content.decode()
    told: dict[str, Any] = orjson.loads(answer.content)
    return told


def _propose(desk: Desk, firm: Subject) -> str:
    page = desk.go("/office/lists/propose/")
    desk.look("propose")
    page.locator("[name=subject]").fill(firm.uscc or "")
    page.locator("[name=list]").select_option(LIST)
    page.get_by_role("button", name="继续").click()
    expect(page.locator("[name=facts]")).to_be_visible()  # the next page is there before it is looked at
    desk.look("propose-facts")
    page.locator("[name=facts]").fill(FACTS)
    page.get_by_label("《中华人民共和国政府采购法》第七十七条").check()
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_text("办理中")).to_be_visible()
    return page.url


def test_a_full_walk_and_the_tender_check_refuses(open_page: OpenPage, firm: Subject, axe_source: str) -> None:
    assert _ask(firm)["forbidden"] == []
    officer = _desk(open_page, axe_source, "wu.duoxian")
    officer.look("lists-empty")
    case = _propose(officer, firm)
    officer.look("case-notice")
    served = (civil_day(now()) - timedelta(days=15)).isoformat()
    officer.act("告知书已送达", served_on=served, service="直接送达")
    expect(officer.page.get_by_text("还没有收到陈述申辩")).to_be_visible()
    officer.look("case-statement")
    officer.act("期限届满，转决定")
    expect(officer.page.get_by_text("由他人办理的事项")).to_be_visible()
    officer.look("case-decision")
    assert _ask(firm)["forbidden"] == []

    head = _desk(open_page, axe_source, "fu.haibo")
    head.page.goto(case)
    head.act("决定列入", reason="事实清楚，情节严重", decision_number="琼财采〔2026〕3号", head="周明")
    expect(head.page.get_by_text("送达与公示").first).to_be_visible()
    head.act("决定书已送达，列入并公示", served_on=civil_day(now()).isoformat(), service="邮寄送达")
    expect(head.page.get_by_text("已列入").first).to_be_visible()
    head.look("case-entered")

    refused = _ask(firm)
    assert [each["measure"] for each in refused["forbidden"]] == ["bar-government-procurement", "restrict-bidding"]
    assert refused["forbidden"][0]["list_entry"]["document_number"] == "琼财采〔2026〕3号"
    assert [each.content["document_number"] for each in public_records(firm.pk)] == ["琼财采〔2026〕3号"]
    public = officer.go(f"/subjects/{firm.uscc}/")
    expect(public.get_by_text("琼财采〔2026〕3号").first).to_be_visible()

    _apply_and_end_a_measure(head)
    _remove(officer, head)
    assert _ask(firm)["forbidden"] == []
    assert public_records(firm.pk) == ()


def _apply_and_end_a_measure(head: Desk) -> None:
    entry, today = ListEntry.objects.get(), civil_day(now())
    page = head.go(f"/office/lists/{entry.pk}/")
    head.look("entry")
    page.get_by_role("link", name="实施措施").click()
    expect(page.get_by_role("button", name="实施", exact=True)).to_be_visible()
    head.look("measure-apply")
    page.get_by_role("button", name="实施", exact=True).click()
    page.locator("[value^='bar-government-procurement|']").first.check()
    page.locator("[name=document_number]").fill("琼财采禁〔2026〕3号")
    page.locator("[name=proportion]").fill("串通中标金额大，较轻措施不足以防止再犯")
    page.locator("[name=until]").fill(today.replace(year=today.year + 1).isoformat())
    page.get_by_role("button", name="实施", exact=True).click()
    expect(page.get_by_text("措施已实施")).to_be_visible()
    page.locator("summary", has_text="反馈实施情况").click()
    page.locator("[name=text]").fill("已在 HNZB-2026-31 号招标中取消投标资格")
    page.get_by_role("button", name="反馈", exact=True).click()
    expect(page.get_by_role("cell", name="已在 HNZB-2026-31 号招标中取消投标资格")).to_be_visible()
    head.look("measure")
    head.go("/office/measures/")
    head.look("measures")


def _remove(officer: Desk, head: Desk) -> None:
    entry = ListEntry.objects.get()
    page = officer.go(f"/office/lists/{entry.pk}/")
    page.locator("summary", has_text="办理移出").click()
    page.locator("[name=statement]").fill("处罚决定已被复议撤销，不再符合列入条件")
    page.get_by_role("button", name="办理移出", exact=True).click()
    expect(page.locator("summary", has_text="受理").first).to_be_visible()
    officer.look("removal")
    officer.act("受理")
    expect(page.get_by_text("核查与决定").first).to_be_visible()
    head.page.goto(page.url)
    head.act("移出名单", reason="移出条件已经满足")
    expect(head.page.get_by_text("已移出").first).to_be_visible()
    head.go(f"/office/lists/{entry.pk}/")
    expect(head.page.get_by_role("cell", name="终止", exact=True)).to_be_visible()  # the measure that followed
    head.look("entry-removed")


def test_without_notice_nothing_can_be_decided(open_page: OpenPage, firm: Subject, axe_source: str) -> None:
    """Not on the page, not by a request made by hand, and nothing follows in a check."""
    head = _desk(open_page, axe_source, "fu.haibo")
    case = _propose(head, firm)
    expect(head.page.locator("summary", has_text="决定列入")).to_have_count(0)
    forged = head.page.request.post(
        f"{case}act/enter/",
        form={
            "csrfmiddlewaretoken": head.page.locator("[name=csrfmiddlewaretoken]").first.input_value(),
            "enter-version": "1",
            "enter-reason": "x",
            "enter-decision_number": "1",
            "enter-head": "周明",
        },
        headers={"Referer": case},
    )
    assert forged.status == 200  # back on the page of the case, where it stands as before
    assert Case.objects.get().step == "notice"
    assert ListEntry.objects.get().state == "proposed"
    assert _ask(firm)["forbidden"] == []


def test_the_subject_answers_on_its_own_pages(open_page: OpenPage, firm: Subject, axe_source: str) -> None:
    owner(firm.pk, now())
    officer = _desk(open_page, axe_source, "wu.duoxian")
    case = _propose(officer, firm)
    officer.act("告知书已送达", served_on=civil_day(now()).isoformat(), service="电子送达")
    mine = _desk(open_page, axe_source, "wang.zhiqiang", width=390, path=f"/my/{firm.pk}/applications/")
    mine.look("my-applications")
    mine.page.get_by_role("link", name="列入名单").click()
    expect(mine.page.locator("textarea[name=reason]")).to_be_visible()
    mine.look("my-listing")
    mine.page.locator("textarea[name=reason]").fill("涉案投标并非我公司递交，附证明。")
    mine.page.get_by_role("button", name="提出陈述申辩").click()
    expect(mine.page.get_by_text("涉案投标并非我公司递交").first).to_be_visible()
    officer.page.goto(case)
    expect(officer.page.get_by_text("涉案投标并非我公司递交").first).to_be_visible()
    officer.look("case-heard")


def test_the_subject_asks_to_be_removed_and_leaves_the_list(
    open_page: OpenPage, firm: Subject, axe_source: str
) -> None:
    """From the entry on its own pages, with proof; the officer finds it in the inbox, the head removes."""
    owner(firm.pk, now())
    entry = enter(on_list_since(procurement_draft(firm.pk), civil_day(now()) - timedelta(days=400)), at=now())
    mine = _desk(open_page, axe_source, "wang.zhiqiang", width=390, path=f"/my/{firm.pk}/")
    mine.page.get_by_role("link", name="政府采购严重违法失信行为记录名单").click()
    expect(mine.page.get_by_role("heading", name="移出名单")).to_be_visible()
    mine.look("my-list-entry")
    mine.page.get_by_label("禁止参加政府采购活动的期限届满").check()
    mine.page.get_by_label("移出理由").fill("禁止期限已于上月届满")
    proof: FilePayload = {"name": "处罚决定书.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    mine.page.get_by_label("证明移出情形已经具备的材料").set_input_files(proof)
    mine.page.get_by_role("button", name="申请移出").click()
    expect(mine.page.get_by_text("已提交。您可以在这里查看每一步的办理情况。")).to_be_visible()
    mine.look("my-removal")

    officer = _desk(open_page, axe_source, "wu.duoxian", path="/office/cases/")
    officer.page.get_by_role("link", name="移出名单").click()
    expect(officer.page.get_by_text("禁止参加政府采购活动的期限届满").first).to_be_visible()
    officer.look("removal-asked")
    officer.act("受理")
    expect(officer.page.get_by_text("已办理，办件已进入下一步。")).to_be_visible()
    head = _desk(open_page, axe_source, "fu.haibo")
    head.page.goto(officer.page.url)
    with head.page.expect_download():
        head.page.get_by_role("link", name="pdf").click()
    head.page.reload()
    head.act("移出名单", reason="禁止期限已经届满")
    expect(head.page.get_by_text("已移出").first).to_be_visible()
    assert ListEntry.objects.get(pk=entry.pk).state == "removed"
    mine.page.reload()
    expect(mine.page.get_by_text("已移出").first).to_be_visible()


def test_a_person_is_entered_by_the_document_and_nothing_of_it_is_public(
    open_page: OpenPage, firm: Subject, axe_source: str
) -> None:
    """A clerk types the number once; it comes back nowhere, and the case goes its way by the number of the file."""
    number = "460100199003070015"
    staff("zhong.lin", Role.REPORTER, "hainan-high-court")
    clerk = _desk(open_page, axe_source, "zhong.lin", path="/office/lists/propose/")
    clerk.page.get_by_role("link", name="列入自然人：按证件查找").click()
    expect(clerk.page.get_by_role("heading", name="提出将自然人列入名单")).to_be_visible()
    clerk.page.locator("[name=list]").select_option("enforcement-defaulters")
    clerk.page.get_by_role("button", name="继续").click()
    expect(clerk.page.get_by_label("证件号码")).to_be_visible()
    clerk.look("propose-person")
    clerk.page.get_by_label("证件类型").select_option(label="身份证")
    clerk.page.get_by_label("证件号码").fill(number)
    clerk.page.get_by_label("姓名").fill("黄海生")
    clerk.page.get_by_label("本机关案号").fill("（2026）琼执123号")
    clerk.page.locator("[name=facts]").fill(f"黄海生 {number} 拒不履行判决")
    clerk.page.locator("[name=basis]").first.check()
    clerk.page.get_by_role("button", name="提出", exact=True).click()
    expect(clerk.page.get_by_text("事实和文号中不得写入证件号码").first).to_be_visible()
    expect(clerk.page.get_by_label("证件号码")).to_have_value("")
    assert number not in clerk.page.content()
    clerk.look("propose-person-refused")
    clerk.page.get_by_label("证件号码").fill(number)
    clerk.page.get_by_label("姓名").fill("黄海生")
    clerk.page.locator("[name=facts]").fill("拒不履行生效判决确定的义务")
    clerk.page.get_by_role("button", name="提出", exact=True).click()
    expect(clerk.page.get_by_text("（2026）琼执123号").first).to_be_visible()
    clerk.look("person-case")
    served = (civil_day(now()) - timedelta(days=15)).isoformat()
    clerk.act("告知书已送达", served_on=served, service="直接送达")
    expect(clerk.page.get_by_text("还没有收到陈述申辩")).to_be_visible()
    assert number not in clerk.page.content()
    entry = ListEntry.objects.get()
    assert (entry.state, public_records(entry.subject_id)) == ("noticed", ())


@pytest.mark.parametrize("width", [1280, 390])
def test_a_repealed_instrument_stops_what_stood_on_it(
    open_page: OpenPage, firm: Subject, axe_source: str, width: int
) -> None:
    """It stopped this morning, by itself; the page says what, since when and why."""
    entry = enter(procurement_draft(firm.pk), at=now())
    today = civil_day(now())
    applied = apply_measure(actor=SYSTEM, at=now(), agency=FINANCE, wanted=bar_from_procurement(entry, starts_on=today))
    desk = _desk(open_page, axe_source, "wu.duoxian", width=width, path="/office/measures/")
    desk.go(f"/office/measures/apply/?subject={firm.uscc}")
    desk.look("apply-grounds")
    registry = packs()
    law = registry.instruments[PROCUREMENT].model_copy(update={"in_force_until": today})
    instruments = MappingProxyType({**registry.instruments, PROCUREMENT: law})
    load_rules_of(replace(registry, instruments=instruments, version="repealed-today"))
    page = desk.go("/office/measures/")
    page.get_by_role("link", name="有 1 项措施因依据失效已停止").click()
    expect(page.get_by_text("所引条款当日已经失效")).to_be_visible()
    desk.look("stopped")
    desk.go(f"/office/measures/{applied.pk}/")
    expect(page.get_by_text("依据失效，已停止").first).to_be_visible()
    desk.look("measure-stopped")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_lists_and_measures(open_page: OpenPage, firm: Subject, axe_source: str, width: int) -> None:
    """Empty, refused and in English, wide and on a phone."""
    staff("fu.hai", Role.PLATFORM_OPERATOR)
    desk = _desk(open_page, axe_source, "fu.haibo", width=width)
    _propose(desk, firm)
    desk.look("case")
    wrong = f"?subject=91460100MA5RFXBU8Q&list={LIST}"
    for language, prefix in (("", ""), ("-en", "/en")):
        for name, path in {
            "lists": "lists/",
            "held-empty": "lists/held/",
            "propose-refused": f"lists/propose/{wrong}",
            "propose-again": f"lists/propose/?subject={firm.uscc}&list={LIST}",
            "entry-proposed": f"lists/{ListEntry.objects.get().pk}/",
            "measures-empty": "measures/",
            "stopped-empty": "measures/stopped/",
            "apply-subject": "measures/apply/",
            "apply-nothing": f"measures/apply/?subject={firm.uscc}",
            "case-choose": "cases/new/",
            "cases": "cases/",
            "case-walk": f"cases/{Case.objects.get().number}/",
        }.items():
            desk.go(f"{prefix}/office/{path}")
            desk.look(f"{name}{language}")
    operator = _desk(open_page, axe_source, "fu.hai", width=width, path="/office/cases/new/bankruptcy-protection/")
    operator.look("protection")
    operator.page.get_by_role("button", name="建立办件").click()  # stays on the page: what is required is empty
    operator.look("protection-sent")
