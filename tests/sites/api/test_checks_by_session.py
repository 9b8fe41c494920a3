"""Checks asked by staff who are signed in: the page's token, their role, and the session's own rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from pytest_django import Settings

from creditport.consequences.decisions.models import Decision
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.models import User
from creditport.sites.accounts import middleware
from tests.factories.consequences import enter, procurement_draft
from tests.factories.mandates import owner
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, every_role

pytestmark = pytest.mark.django_db
PATH = "/api/v1/checks"
BODY = {"subject": "91460100MA5RFXBU8P", "scenario": "procurement", "purpose": "credit-check", "case": "HNCG-2026-7"}


class Asker:
    """A browser as it really is: without the token of a page, no form and no call passes."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def token(self) -> str:
        self.client.get("/accounts/login/" if "sessionid" not in self.client.cookies else "/accounts/2fa/")
        return self.client.cookies["csrftoken"].value

    def ask(self, **headers: str) -> tuple[int, dict[str, Any]]:
        response = self.client.post(PATH, orjson.dumps(BODY), "application/json", headers=headers)
        return response.status_code, orjson.loads(response.content)


@pytest.fixture
def users() -> dict[str, User]:
    enter(procurement_draft(make_subject(at=now()).pk), at=now())
    return every_role()


@pytest.mark.parametrize("kind", ["reporter", "reporter_other", "manager", "operator"])
def test_staff_who_are_signed_in_get_the_answer_and_can_read_it_again(kind: str, users: dict[str, User]) -> None:
    asker = Asker(users[kind])
    status, told = asker.ask(**{"X-CSRFToken": asker.token()})
    assert (status, told["forbidden"][0]["measure"]) == (200, "bar-government-procurement")
    kept = Decision.objects.get(pk=told["decision"])
    assert (kept.actor_name, kept.agency, kept.case) == (kind, users[kind].agency, "HNCG-2026-7")
    again = orjson.loads(asker.client.get(f"{PATH}/{told['decision']}").content)
    assert again["forbidden"] == told["forbidden"]


def test_an_auditor_asks_nothing_and_reads_what_was_answered(users: dict[str, User]) -> None:
    asker = Asker(users["manager"])
    _status, told = asker.ask(**{"X-CSRFToken": asker.token()})
    auditor = Asker(users["auditor"])
    status, refused = auditor.ask(**{"X-CSRFToken": auditor.token()})
    assert (status, refused["type"]) == (403, "/api/v1/problems/not-permitted")
    assert auditor.client.get(f"{PATH}/{told['decision']}").status_code == 200
    other = Asker(users["reporter_other"])
    assert other.client.get(f"{PATH}/{told['decision']}").status_code == 404
    assert Decision.objects.count() == 1


def test_without_the_pages_token_a_session_asks_nothing(users: dict[str, User]) -> None:
    asker = Asker(users["reporter"])
    status, told = asker.ask()
    assert (status, told["type"]) == (403, "/api/v1/problems/no-token")
    assert "X-CSRFToken" in told["remedy"]
    assert not Decision.objects.exists()


def test_who_is_not_signed_in_is_asked_for_a_key_and_not_for_a_token(users: dict[str, User]) -> None:
    for headers in ({}, {"Authorization": "Bearer cp_deadbeef_" + "0" * 64}):
        status, told = Asker().ask(**headers)
        assert (status, told["type"]) == (401, "/api/v1/problems/no-key")
    assert not Decision.objects.exists()


def test_a_key_needs_no_token_even_beside_a_session(users: dict[str, User]) -> None:
    key = give_key(actor=SYSTEM, at=now(), agency=MARKET, label="审批系统")
    status, told = Asker(users["auditor"]).ask(Authorization=f"Bearer {key}")
    assert status == 200
    assert Decision.objects.get(pk=told["decision"]).actor_name.startswith("key:")


def test_an_account_of_a_business_asks_nothing_here(users: dict[str, User]) -> None:
    asker = Asker(owner(make_subject(at=now(), name="三亚某公司", uscc="91460200MA5RFXBU8Q").pk, now()))
    assert asker.ask(**{"X-CSRFToken": asker.token()})[0] == 401


def test_an_idle_session_is_answered_as_none(users: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker(users["reporter"])
    token = asker.token()
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr(middleware, "now", lambda: later)
    status, told = asker.ask(**{"X-CSRFToken": token})
    assert (status, told["type"]) == (401, "/api/v1/problems/no-key")
    assert not Decision.objects.exists()


def test_where_a_second_factor_is_the_rule_a_session_without_one_asks_nothing(
    users: dict[str, User], settings: Settings
) -> None:
    asker = Asker(users["reporter"])
    token = asker.token()
    settings.REQUIRE_MFA = True
    status, told = asker.ask(**{"X-CSRFToken": token})
    assert (status, told["type"]) == (403, "/api/v1/problems/not-permitted")
    assert not Decision.objects.exists()
