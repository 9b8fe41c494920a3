"""The whole ceremony of passkeys and security keys, in a real browser with an authenticator that the browser plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.choices import Role
from tests.factories.staff import MARKET, PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_own_pages import signed_in
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser


@pytest.fixture
def chrome(open_page: OpenPage, transactional_db: None) -> Iterator[Page]:
    """林晓梅 is signed in with her password, and her machine has an authenticator that asks for her finger."""
    cache.clear()
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    page = signed_in(open_page, "/office/", "lin.xiaomei")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    device.detach()


def address(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def to_the_form(page: Page) -> None:
    """The form for a new key; security settings ask for the password once more."""
    page.goto(f"{address(page)}/accounts/2fa/webauthn/add/")
    confirm = page.get_by_role("button", name="确认")
    if confirm.count():
        page.get_by_label("密码").fill(PASSWORD)
        confirm.click()
    expect(page.locator("#mfa_webauthn_add")).to_be_visible()


def add_key(page: Page, name: str, *, passkey: bool) -> None:
    to_the_form(page)
    page.get_by_label("密钥名称").fill(name)
    if passkey:
        page.get_by_label("同时用作通行密钥").check()
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/accounts/2fa/**")
    expect(page.locator("#mfa_webauthn_add")).to_have_count(0)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="退出").click()
    page.goto(f"{address(page)}/accounts/login/")


def methods() -> list[str]:
    return [each.details["method"] for each in AuditEntry.objects.filter(act="staff.sign-in").order_by("id")]


def test_a_passkey_is_added_and_opens_the_account_without_a_password(chrome: Page, axe_source: str) -> None:
    to_the_form(chrome)
    assert serious_findings(chrome, axe_source) == []
    add_key(chrome, "办公电脑", passkey=True)
    key = Authenticator.objects.get(type="webauthn")
    assert (key.user.username, key.wrap().is_passwordless) == ("lin.xiaomei", True)
    sign_out(chrome)
    chrome.get_by_role("button", name="使用通行密钥登录").click()
    expect(chrome.get_by_role("heading", name="待办")).to_be_visible()
    assert methods() == ["password", "mfa"]
    added = AuditEntry.objects.filter(act="staff.own-change").values_list("details", flat=True)
    assert {"what": "added webauthn"} in list(added)


def test_a_security_key_is_asked_for_after_the_password(chrome: Page) -> None:
    add_key(chrome, "安全密钥", passkey=False)
    sign_out(chrome)
    chrome.get_by_label("用户名").fill("lin.xiaomei")
    chrome.get_by_label("密码").fill(PASSWORD)
    chrome.get_by_role("button", name="登录", exact=True).click()
    expect(chrome.get_by_role("heading", name="待办")).to_have_count(0)
    chrome.get_by_role("button", name="使用安全密钥").click()
    expect(chrome.get_by_role("heading", name="待办")).to_be_visible()
    assert methods() == ["password", "mfa, password"]


def test_a_key_that_was_removed_opens_nothing(chrome: Page) -> None:
    add_key(chrome, "旧手机", passkey=True)
    chrome.goto(f"{address(chrome)}/accounts/2fa/webauthn/")
    chrome.get_by_role("link", name="删除").click()
    chrome.get_by_role("button", name="删除").click()
    chrome.wait_for_url("**/accounts/2fa/**")
    assert not Authenticator.objects.filter(type="webauthn").exists()
    sign_out(chrome)
    with chrome.expect_navigation():
        chrome.get_by_role("button", name="使用通行密钥登录").click()
    expect(chrome.get_by_label("密码")).to_be_visible()
    chrome.goto(f"{address(chrome)}/office/")
    expect(chrome.get_by_label("密码")).to_be_visible()
    assert methods() == ["password"]
