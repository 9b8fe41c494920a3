"""A real Chromium over a real server: `open_page` gives pages of a given width and display.

The driver keeps an event loop in this thread; Django would then refuse plain database calls, so it is told not to.
Models are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from creditport.kernel.clock.clock import now

if TYPE_CHECKING:
    from tests.factories.town import Town

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FRONTEND = Path(__file__).resolve().parent.parent.parent / "frontend"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys."""
    if not Path(CHROMIUM).exists():
        pytest.fail("Chromium is missing: install it (Debian: apt-get install chromium) and run again")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: object) -> Iterator[OpenPage]:
    """Opens a page of the live server; whatever the page says on its console as an error fails the test."""
    address = str(live_server)
    contexts = []
    faults: list[str] = []

    def open_at(path: str, *, width: int = 1280, display: str = "", height: int = 900) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        if display:
            context.add_cookies([{"name": "display", "value": display, "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{address}{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def live_town(transactional_db: None) -> Town:
    """The town of today, in a database of its own."""
    from django.core.cache import cache

    from creditport.foundation.publicity.actions import count_figures
    from tests.factories.town import settle

    cache.clear()
    made = settle(at=now(), licences=120)
    count_figures()
    return made


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script that checks accessibility."""
    if not AXE.is_file():
        pytest.fail(f"{AXE} is missing: run `npm ci` in {FRONTEND}")
    return AXE.read_text(encoding="utf-8")
