"""林晓梅 lost her phone: her manager proposes, the operator confirms, she sets up a new factor by the link."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from playwright.sync_api import Page, expect

from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.choices import Role
from tests.factories.staff import MARKET, PASSWORD, staff
from tests.journeys.conftest import OpenPage
from tests.journeys.test_own_pages import look, signed_in
from tests.journeys.test_public_site import serious_findings

pytestmark = pytest.mark.browser


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def _fill_in_sign_in(page: Page) -> None:
    page.get_by_label("用户名").fill("lin.xiaomei")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def _sets_up_a_new_one(own: Page) -> None:
    _fill_in_sign_in(own)
    expect(own.get_by_role("heading", name="我的账号")).to_be_visible()
    own.get_by_role("link", name="设置", exact=True).click()
    expect(own.get_by_role("heading", name="确认本人操作")).to_be_visible()
    own.get_by_label("密码").fill(PASSWORD)
    own.get_by_role("button", name="确认").click()
    expect(own.get_by_role("heading", name="设置验证器应用")).to_be_visible()
    look(own, "factors-totp")
    own.get_by_role("textbox").fill(_code(own.locator("code").inner_text()))
    own.get_by_role("button", name="设置", exact=True).click()
    own.wait_for_url(lambda url: "totp/activate" not in url)


def test_two_people_let_her_back_in(open_page: OpenPage, transactional_db: None, axe_source: str) -> None:
    cache.clear()
    staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET)
    staff("wu.haisheng", Role.PLATFORM_OPERATOR)
    TOTP.activate(staff("lin.xiaomei", Role.REPORTER, MARKET), generate_totp_secret())

    manager = signed_in(open_page, "/office/staff/", "fu.jianguo")
    manager.get_by_role("link", name="第二因素遗失").click()
    expect(manager.get_by_role("heading", name="第二因素遗失")).to_be_visible()
    assert serious_findings(manager, axe_source) == []
    manager.get_by_label("遗失情况").fill("手机于11月23日遗失")
    manager.get_by_label("身份核验方式").select_option("colleague")
    manager.get_by_role("button", name="提出", exact=True).click()
    expect(manager.get_by_text("待另一名有权管理该账号的人员确认")).to_be_visible()
    look(manager, "factors-proposed")

    operator = signed_in(open_page, "/office/", "wu.haisheng")
    operator.get_by_role("link", name="lin.xiaomei").click()
    expect(operator.get_by_text("手机于11月23日遗失")).to_be_visible()
    assert serious_findings(operator, axe_source) == []
    operator.get_by_role("button", name="确认重置").click()
    expect(operator.get_by_role("heading", name="第二因素设置链接")).to_be_visible()
    look(operator, "factors-link")
    assert serious_findings(operator, axe_source) == []
    link = "/" + operator.locator("#link").inner_text().split("/", 3)[3]

    stranger = open_page("/accounts/login/")
    _fill_in_sign_in(stranger)
    expect(stranger.get_by_text("请用交给您的链接登录")).to_be_visible()

    own = open_page(link, width=390)
    expect(own.get_by_role("heading", name="重新设置第二因素")).to_be_visible()
    assert serious_findings(own, axe_source) == []
    look(own, "factors-enrol")
    own.get_by_role("button", name="继续登录").click()
    _sets_up_a_new_one(own)
    assert FactorReset.objects.get().enrolled_at is not None
    assert Authenticator.objects.filter(type="totp").count() == 1
    own.goto(f"{'/'.join(own.url.split('/')[:3])}/accounts/messages/")
    expect(own.get_by_text("您的第二因素已重置，所有会话已结束")).to_be_visible()
    assert serious_findings(own, axe_source) == []
    look(own, "factors-messages")
    own.goto(f"{'/'.join(own.url.split('/')[:3])}/office/")
    expect(own.get_by_role("heading", name="待办")).to_be_visible()
