"""The office's pages for staff: accounts by link, roles, and nobody who knows another's password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from creditport.kernel.identity import actions
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, NotPermittedError
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import PasswordLink, User
from creditport.kernel.identity.queries import locked_until, open_link
from tests.factories.log import acts
from tests.factories.staff import MADE_AT, MARKET, OTHER, PASSWORD, every_role, signed_in, staff

pytestmark = pytest.mark.django_db
NEW = "a-phrase-of-my-own-2026"


def address(name: str, *args: object) -> str:
    with override("zh-hans"):  # whatever the request before left behind
        return reverse(f"office:{name}", args=args)


def secret_in(page: str) -> str:
    """The secret of the link that a page shows."""
    found = re.search(r'id="link">http://testserver/accounts/link/([\w-]+)/<', page)
    assert found is not None
    return found[1]


def test_a_manager_makes_an_account_and_its_holder_sets_the_password() -> None:
    client = signed_in(every_role()["manager"])
    sent = {"username": "he.fang", "name": "何芳", "role": "reporter"}
    answer = client.post(address("staff-new"), sent)
    assert "no-store" in answer["Cache-Control"]
    secret = secret_in(answer.content.decode())
    user = User.objects.get(username="he.fang")
    assert (user.role, user.agency, user.has_usable_password()) == ("reporter", MARKET, False)

    visitor = Client()
    path = f"/accounts/link/{secret}/"
    assert "he.fang" in visitor.get(path).content.decode()
    assert visitor.post(path, {"new_password1": NEW, "new_password2": "another"}).status_code == 422
    assert visitor.post(path, {"new_password1": "short", "new_password2": "short"}).status_code == 422
    assert visitor.post(path, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/accounts/login/"
    assert visitor.post("/accounts/login/", {"login": "he.fang", "password": NEW})["Location"] == "/office/"

    assert visitor.get(path).status_code == 410
    assert Client().post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 410
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert acts()[-4:] == ["staff.create", "staff.give-link", "staff.use-link", "staff.sign-in"]


def test_a_link_ends_the_old_password_its_sessions_and_earlier_links() -> None:
    users = every_role()
    theirs = signed_in(users["reporter"])
    manager = signed_in(users["manager"])
    assert theirs.get("/office/").status_code == 200
    pages = [manager.post(address("staff-link", "reporter")).content.decode() for _ in range(2)]
    first, second = map(secret_in, pages)
    assert theirs.get("/office/").status_code == 302
    assert Client().post("/accounts/login/", {"login": "reporter", "password": PASSWORD}).status_code == 200
    assert [Client().get(f"/accounts/link/{each}/").status_code for each in (first, second)] == [410, 200]
    assert second not in str(list(PasswordLink.objects.values_list()))


def test_a_link_ends_after_a_day_and_with_its_account() -> None:
    staff("reporter", Role.REPORTER, MARKET)
    given = actions.give_link(actor=SYSTEM, at=MADE_AT, username="reporter")
    last = MADE_AT + timedelta(hours=24) - timedelta(seconds=1)
    assert open_link(given.secret, last) is not None
    assert open_link(given.secret, given.until) is None
    with pytest.raises(actions.LinkEndedError):
        actions.use_link(actor=PUBLIC, at=given.until, secret=given.secret, password=NEW)
    actions.suspend_staff(actor=SYSTEM, at=MADE_AT, username="reporter", reason="left")
    assert open_link(given.secret, last) is None


def test_a_new_password_opens_a_locked_account() -> None:
    staff("reporter", Role.REPORTER, MARKET)
    for _ in range(5):
        actions.record_failed_sign_in(actor=PUBLIC, at=MADE_AT, username="reporter")
    given = actions.give_link(actor=SYSTEM, at=MADE_AT, username="reporter")
    assert locked_until("reporter", MADE_AT) is not None
    actions.use_link(actor=PUBLIC, at=MADE_AT, secret=given.secret, password=NEW)
    assert locked_until("reporter", MADE_AT) is None


def test_nobody_gives_a_link_out_of_reach_or_for_themselves() -> None:
    users = every_role()
    for giver, account in (
        ("manager", "reporter_other"),
        ("manager", "manager"),
        ("operator", "auditor"),
        ("operator", "operator"),
        ("reporter", "manager"),
        ("auditor", "reporter"),
    ):
        with pytest.raises(NotPermittedError):
            actions.give_link(actor=users[giver].actor, at=MADE_AT, username=account)
    assert not PasswordLink.objects.exists()


def test_an_operator_gives_another_role_and_agency() -> None:
    users = every_role()
    path = address("staff-role", "reporter")
    client = signed_in(users["operator"])
    assert f'value="{MARKET}" selected' in client.get(path).content.decode()
    assert client.post(path, {"role": "auditor", "agency": OTHER}).status_code == 422
    assert client.post(path, {"role": "agency-manager", "agency": OTHER})["Location"] == "/office/staff/"
    user = User.objects.get(username="reporter")
    assert (user.role, user.agency) == ("agency-manager", OTHER)
    page = client.get("/en/office/staff/").content.decode()
    assert "Change the role" in page
