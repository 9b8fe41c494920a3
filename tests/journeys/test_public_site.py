"""The public site in a real browser: found, read, copied, printed; by keyboard alone; on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.town import RESTAURANT, Town
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser

SUBJECT = f"/subjects/{RESTAURANT}/"
PATHS = (
    "/", "/search/?q=椰岛", "/search/?q=无此单位", SUBJECT, "/publicity/penalty/?severity=3", "/agencies/",
    "/catalogue/", "/catalogue/penalty/", "/rules/", "/figures/", "/repair/", "/report/", "/objection/", "/help/",
    "/site-map/", "/accessibility/", "/privacy/", "/nowhere/",
)  # fmt: skip


def serious_findings(page: Page, axe_source: str) -> list[str]:
    """What axe finds that is serious or critical, as rule and place."""
    page.evaluate(axe_source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    ("prefix", "width", "display"),
    [
        ("", 1280, ""),
        ("/en", 390, ""),
        ("", 390, "light.elder"),
        ("/en", 1280, "dark"),
        ("", 1280, "contrast.elder"),
    ],
)
def test_no_serious_finding_and_no_sideways_scrolling(
    open_page: OpenPage, live_town: Town, axe_source: str, prefix: str, width: int, display: str
) -> None:
    findings: dict[str, list[str]] = {}
    page = open_page(f"{prefix}/", width=width, display=display)
    address = page.url.split(f"{prefix}/", 1)[0] if prefix else page.url.rstrip("/")
    for path in PATHS:
        page.goto(f"{address}{prefix}{path}")
        found = serious_findings(page, axe_source)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        if found:
            findings[path] = found
    assert findings == {}


def test_from_the_search_to_the_subject_with_the_keyboard_alone(open_page: OpenPage, live_town: Town) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("椰风")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    hit = page.locator(".hits a").first
    for _press in range(30):
        page.keyboard.press("Tab")
        if hit.evaluate("node => node === document.activeElement"):
            break
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/subjects/**")
    expect(page.locator("h1")).to_have_text("海口椰风餐饮有限公司")


def test_the_focus_is_always_to_be_seen(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(SUBJECT)
    for _press in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2, page.evaluate("document.activeElement.outerHTML")


def test_the_code_is_copied_without_spaces(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(SUBJECT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制代码").click()
    expect(page.locator("[data-copy]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == RESTAURANT


def test_more_records_come_without_leaving_the_page(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(f"/subjects/{live_town.busy.uscc}/")
    expect(page.locator("article.record")).to_have_count(20)
    page.get_by_role("link", name="显示更多").click()
    expect(page.locator("article.record")).to_have_count(70)
    page.get_by_role("link", name="显示更多").click()
    expect(page.locator("article.record")).to_have_count(120)
    expect(page.get_by_role("link", name="显示更多")).to_have_count(0)


def test_both_dates_stand_on_a_phone(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(SUBJECT, width=390)
    bar = page.locator(".term-bar--general").first
    expect(bar).to_contain_text("可申请修复")
    expect(bar).to_contain_text("自动停止公示")
    expect(bar.locator(".term-bar__words")).to_have_text(
        re.compile(r"还有 \d+ 天可申请修复；\d{4}年\d+月\d+日自动停止公示")
    )


def test_language_and_type_size_are_kept(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(SUBJECT)
    page.get_by_role("link", name="大字版").click()
    expect(page.locator("html.elder")).to_have_count(1)
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en{SUBJECT}")
    expect(page.locator("html.elder")).to_have_count(1)
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(re.compile(f"(?<!/en){SUBJECT}$"))


def test_figures_are_drawn_and_have_their_tables(open_page: OpenPage, live_town: Town) -> None:
    page = open_page("/figures/")
    expect(page.locator("[data-chart] canvas").first).to_be_visible()
    assert page.locator("[data-chart] canvas").count() == page.locator("details table").count() == 4
    expect(page.get_by_role("button", name="保存图片").first).to_be_visible()


def test_paper_shows_the_document_and_no_controls(open_page: OpenPage, live_town: Town) -> None:
    page = open_page(SUBJECT, display="dark")
    page.emulate_media(media="print")
    for hidden in (".site-nav", ".jump", "[data-print]", ".header-search"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(page.locator("h1")).to_be_visible()


def test_nothing_is_loaded_from_elsewhere(open_page: OpenPage, live_town: Town) -> None:
    page = open_page("/help/")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(page.url.replace("/help/", "/figures/"))
    own = page.url.split("/figures/")[0]
    assert [url for url in loaded if not url.startswith((own, "data:", "blob:"))] == []
