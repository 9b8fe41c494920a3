"""The database that every other test stands on."""

from __future__ import annotations

import pytest
from django.db import connections

from creditport.kernel.identity.models import User


def _role(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_work_is_done_as_the_application_role(db: None) -> None:
    assert _role("default") == "creditport_app"


def test_public_sees_what_the_test_wrote(db: None) -> None:
    User.objects.create(username="lin.xiaomei")
    assert User.objects.using("public").count() == 1


def test_nothing_is_left_of_it(db: None) -> None:
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_with_transactions_of_its_own_each_alias_has_its_role() -> None:
    User.objects.create(username="lin.xiaomei")
    assert [_role(alias) for alias in ("default", "public", "owner")] == [
        "creditport_app",
        "creditport_public",
        "creditport",
    ]


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_begins_afresh() -> None:
    assert User.objects.count() == 0
