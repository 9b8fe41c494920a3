"""Sign-in of staff: recorded, locked after failures, ended when idle, with a second factor where it is the rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actions import suspend_staff
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.sites.accounts import middleware
from tests.factories.log import acts
from tests.factories.staff import MADE_AT, MARKET, PASSWORD, signed_in, staff

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_limits_left_behind() -> None:
    cache.clear()


def _sign_in(client: Client, username: str = "lin.xiaomei", password: str = PASSWORD) -> HttpResponseBase:
    return client.post(LOGIN, {"login": username, "password": password})


def test_a_reporter_signs_in_and_out(client: Client) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    response = _sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/office/")
    assert client.get("/office/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/office/")["Location"] == "/accounts/login/?next=/office/"
    assert acts() == ["staff.create", "staff.sign-in", "staff.sign-out"]
    entry = AuditEntry.objects.get(act="staff.sign-in")
    assert (entry.actor_name, entry.agency, entry.details) == ("lin.xiaomei", MARKET, {"method": "password"})


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client: Client) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    wanted = "/en/office/submissions/?state=open"
    asked = client.get(wanted)
    assert asked["Location"] == f"/en/accounts/login/?next={quote(wanted)}"
    response = client.post(asked["Location"], {"login": "lin.xiaomei", "password": PASSWORD, "next": wanted})
    assert response["Location"] == wanted


def test_an_address_elsewhere_is_not_followed(client: Client) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    response = client.post(LOGIN, {"login": "lin.xiaomei", "password": PASSWORD, "next": "https://evil.example/"})
    assert response["Location"] == "/office/"


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        assert client.get(path).status_code == 404


def test_five_failures_close_the_door_even_for_the_right_password(client: Client) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    for _ in range(5):
        assert _sign_in(client, password="wrong").status_code == 200
    cache.clear()  # another process, which has counted nothing itself
    _sign_in(client)
    assert client.get("/office/").status_code == 302
    assert acts().count("staff.sign-in-failed") == 5
    assert "staff.sign-in" not in acts()


def test_a_closed_account_is_out_with_its_next_request() -> None:
    user = staff("lin.xiaomei", Role.REPORTER, MARKET)
    client = signed_in(user)
    assert client.get("/office/").status_code == 200
    suspend_staff(actor=SYSTEM, at=MADE_AT, username="lin.xiaomei", reason="left")
    assert client.get("/office/").status_code == 302


def test_an_idle_session_ends(monkeypatch: pytest.MonkeyPatch, settings: Settings, at: datetime) -> None:
    clock = [at]
    monkeypatch.setattr(middleware, "now", lambda: clock[0])
    client = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    assert client.get("/office/").status_code == 200
    clock[0] += timedelta(minutes=29)
    assert client.get("/office/").status_code == 200
    clock[0] += timedelta(minutes=30)
    assert client.get("/office/").status_code == 200
    clock[0] += timedelta(minutes=30, seconds=1)
    response = client.get("/office/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/office/")


def test_a_page_that_polls_is_nobody_at_the_desk(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    clock = [at]
    monkeypatch.setattr(middleware, "now", lambda: clock[0])
    client = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    client.get("/office/")
    for _ in range(31):
        clock[0] += timedelta(minutes=1)
        last = client.get("/office/submissions/", headers={"X-Waiting": "1"})
    assert last.status_code == 302


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_the_second_factor_is_asked_for(client: Client) -> None:
    user = staff("lin.xiaomei", Role.REPORTER, MARKET)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    response = _sign_in(client)
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/office/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/office/").status_code == 302
    cache.clear()
    client.post("/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert client.get("/office/").status_code == 200
    assert acts()[-2:] == ["staff.sign-in-failed", "staff.sign-in"]
    assert AuditEntry.objects.get(act="staff.sign-in").details == {"method": "mfa, password"}
    assert get_adapter() is not None


def test_where_it_is_the_rule_no_page_opens_without_a_second_factor(settings: Settings) -> None:
    settings.REQUIRE_MFA = True
    user = staff("lin.xiaomei", Role.REPORTER, MARKET)
    client = signed_in(user)
    response = client.get("/office/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200
    TOTP.activate(user, generate_totp_secret())
    assert client.get("/office/").status_code == 200


def test_the_own_password_change_is_on_record() -> None:
    user = staff("lin.xiaomei", Role.REPORTER, MARKET)
    client = signed_in(user)
    new = "another-phrase-for-tests"
    response = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert AuditEntry.objects.latest("id").details == {"what": "password"}


@pytest.mark.parametrize("path", [LOGIN, "/en" + LOGIN])
def test_the_sign_in_page_names_what_it_is_for(client: Client, path: str) -> None:
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 200
    assert ("For businesses and those who act for them" if path.startswith("/en") else "经营主体及其办事人员") in text
