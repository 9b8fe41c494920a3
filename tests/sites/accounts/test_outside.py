"""Sign-in by an outside provider (OpenID Connect), against a small one on this machine."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actions import suspend_staff
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User
from creditport.sites import urls
from creditport.sites.accounts import outside_urls
from tests.factories.oidc import CLIENT, SECRET, Provider, running_provider
from tests.factories.staff import MADE_AT, MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/oidc/login/"


def _addresses_anew() -> None:
    """The addresses of the provider are there only where one is configured."""
    importlib.reload(outside_urls)
    importlib.reload(urls)
    clear_url_caches()


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    cache.clear()
    with running_provider() as found:
        settings.OIDC_ISSUER = found.issuer
        app = {
            "provider_id": "oidc",
            "name": "海南政务统一认证",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        _addresses_anew()
        yield found
    settings.OIDC_ISSUER = ""
    _addresses_anew()


def begin(client: Client, process: str) -> str:
    """The address at the provider to which the browser is sent."""
    return str(client.post(f"{LOGIN}?{urlencode({'process': process})}")["Location"])


def at_provider(address: str) -> str:
    """The provider lets everybody pass; where it sends the browser back to."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().getheader("Location") or ""
    connection.close()
    there = urlsplit(back)
    return f"{there.path}?{there.query}"


def walk(client: Client, process: str) -> HttpResponse:
    return cast(HttpResponse, client.get(at_provider(begin(client, process))))


@pytest.fixture
def connected(provider: Provider) -> User:
    """林晓梅 signed in with her password once and connected her outside account."""
    user = staff("lin.xiaomei", Role.REPORTER, MARKET)
    response = walk(signed_in(user), "connect")
    assert (response.status_code, response["Location"]) == (302, "/accounts/outside/")
    assert AuditEntry.objects.latest("id").details == {"what": "connected an outside account"}
    return user


def is_signed_in(client: Client) -> bool:
    return client.get("/office/").status_code == 200


def test_a_connected_account_signs_in(connected: User, provider: Provider, client: Client) -> None:
    assert SocialAccount.objects.get(user=connected).uid == provider.subject
    assert "海南政务统一认证" in client.get("/accounts/login/").content.decode()
    response = walk(client, "login")
    assert (response.status_code, response["Location"]) == (302, "/office/")
    assert is_signed_in(client)
    assert AuditEntry.objects.filter(act="staff.sign-in").latest("id").details == {"method": "socialaccount"}


def test_the_question_is_bound_to_this_browser_and_to_its_verifier(connected: User, provider: Provider) -> None:
    asked = provider.asked[0]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == "http://testserver/accounts/oidc/oidc/login/callback/"
    back = at_provider(begin(Client(), "login"))
    stranger = Client()
    assert stranger.get(back).status_code in {200, 401}
    assert not is_signed_in(stranger)


def test_a_changed_state_or_a_used_code_signs_nobody_in(connected: User, provider: Provider, client: Client) -> None:
    back = at_provider(begin(client, "login"))
    sent = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    client.get(f"{urlsplit(back).path}?{urlencode({**sent, 'state': 'other'})}")
    assert not is_signed_in(client)
    again = Client()
    back = at_provider(begin(again, "login"))
    provider.codes.clear()
    again.get(back)
    assert (is_signed_in(again), provider.refused) == (False, ["code"])


def test_a_token_for_somebody_else_signs_nobody_in(connected: User, provider: Provider, client: Client) -> None:
    provider.wrong_audience = True
    walk(client, "login")
    assert not is_signed_in(client)


def test_an_account_that_nobody_connected_opens_and_makes_nothing(provider: Provider, client: Client) -> None:
    staff("lin.xiaomei", Role.REPORTER, MARKET)  # the provider tells her mail; it counts for nothing
    response = walk(client, "login")
    assert (response.status_code, "外部账号未能登录" in response.content.decode()) == (200, True)
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_closed_account_stays_closed(connected: User, provider: Provider, client: Client) -> None:
    suspend_staff(actor=SYSTEM, at=MADE_AT, username="lin.xiaomei", reason="left")
    walk(client, "login")
    assert not is_signed_in(client)


def test_a_connection_can_be_taken_back(connected: User, provider: Provider, client: Client) -> None:
    signed_in(connected).post("/accounts/outside/", {"account": str(SocialAccount.objects.get().pk)})
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.latest("id").details == {"what": "disconnected an outside account"}
    walk(client, "login")
    assert not is_signed_in(client)


def test_without_a_provider_there_are_no_such_addresses(client: Client) -> None:
    assert client.post(LOGIN).status_code == 404
