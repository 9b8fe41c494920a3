"""After a reset an account opens by its link and its password together, to the set-up of a factor and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from creditport.kernel.clock.clock import now
from creditport.kernel.factors.actions import confirm_reset, propose_reset
from creditport.kernel.factors.choices import IdentityCheck
from creditport.kernel.factors.queries import unfinished
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User
from creditport.sites.accounts import enrol
from creditport.sites.accounts.enrol import enrolled, must_enrol
from tests.factories.staff import MARKET, PASSWORD, signed_in, staff

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def holder(db: None) -> User:
    cache.clear()
    return staff("lin.xiaomei", Role.REPORTER, MARKET)


@pytest.fixture
def link(holder: User) -> str:
    first = staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET).actor
    second = staff("wu.haisheng", Role.PLATFORM_OPERATOR).actor
    reset = propose_reset(
        actor=first, at=now(), username="lin.xiaomei", reason="手机遗失", identity=IdentityCheck.DOCUMENT
    )
    return f"/accounts/enrol/{confirm_reset(actor=second, at=now(), reset_id=reset.pk).secret}/"


def sign_in(client: Client) -> HttpResponseBase:
    return client.post(LOGIN, {"login": "lin.xiaomei", "password": PASSWORD})


def test_the_password_alone_opens_nothing(link: str, client: Client) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert "请用交给您的链接登录" in client.get(LOGIN).content.decode()
    assert client.get("/office/").status_code == 302


def test_with_the_link_the_account_opens_to_the_set_up_alone(link: str, client: Client, holder: User) -> None:
    shown = client.get(link)
    assert (shown.status_code, shown["Cache-Control"].count("no-store")) == (200, 1)
    assert client.post(link)["Location"] == LOGIN
    assert sign_in(client).status_code == 302
    assert client.get("/office/")["Location"] == "/accounts/2fa/"
    assert client.get("/api/v1/checks/1").status_code == 403
    assert client.get("/accounts/2fa/").status_code == 200
    request = RequestFactory().get("/")
    request.session = client.session
    TOTP.activate(holder, generate_totp_secret())
    assert must_enrol(request)
    enrolled(request, holder)
    request.session.save()
    assert (must_enrol(request), unfinished(holder.pk)) == (False, None)
    assert client.get("/office/").status_code == 200
    assert client.get(link).status_code == 410


def test_a_link_of_another_account_does_not_do(link: str, client: Client) -> None:
    staff("he.fang", Role.REPORTER, MARKET)
    client.post(link)
    client.post(LOGIN, {"login": "he.fang", "password": PASSWORD})
    assert client.get("/office/").status_code == 200
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.get("/office/").status_code == 302


def test_who_is_signed_in_in_this_browser_is_signed_out(link: str) -> None:
    client = signed_in(staff("he.fang", Role.REPORTER, MARKET))
    client.post(link)
    assert client.get("/office/").status_code == 302


def test_a_link_that_is_too_old_opens_nothing(link: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(link)
    tomorrow = now() + timedelta(hours=25)
    monkeypatch.setattr(enrol, "now", lambda: tomorrow)
    assert sign_in(client)["Location"] == LOGIN
    assert client.get("/office/").status_code == 302
    assert client.get(link).status_code == 410


def test_the_holder_reads_who_did_it(link: str, holder: User) -> None:
    holder.refresh_from_db()
    client = signed_in(holder)
    page = client.get("/accounts/messages/")
    assert isinstance(page, HttpResponse)
    text = page.content.decode()
    assert "您的第二因素已重置，所有会话已结束" in text
    assert "wu.haisheng" in text
    assert "fu.jianguo" in text
    assert client.post("/accounts/messages/read/").status_code == 302
    assert "全部标为已读" not in client.get("/accounts/messages/").content.decode()
