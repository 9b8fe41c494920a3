"""Prepared statements: the same rows as the ordinary way, within the same transaction."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DataError, connection, transaction

from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.apikeys.models import ApiKey
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.statements.prepared import array, prepared_rows

MARKET = "hainan-market-regulation"


def _prefix(at: datetime) -> str:
    return give_key(actor=SYSTEM, at=at, agency=MARKET, label="审批系统").split("_")[1]


def _asked(prefix: str) -> list[tuple[bytes | None, ...]]:
    return prepared_rows("default", "kernel.apikeys", "holder", {"prefix": prefix})


@pytest.mark.django_db
def test_the_rows_are_those_of_the_table(at: datetime) -> None:
    prefix = _prefix(at)
    key = ApiKey.objects.get(prefix=prefix)
    assert _asked(prefix) == [(str(key.pk).encode(), MARKET.encode(), key.digest.encode())]
    assert _asked("unknown") == []


@pytest.mark.django_db
def test_a_text_that_would_end_early_is_refused(at: datetime) -> None:
    with pytest.raises(DataError):
        _asked(_prefix(at) + "\x00")


@pytest.mark.django_db(transaction=True)
def test_as_the_first_statement_of_a_transaction_it_is_taken_back_with_it(at: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert _asked("unknown") == []
        assert connection.connection.info.transaction_status.name == "INTRANS"
        _prefix(at)
        raise ZeroDivisionError
    assert not ApiKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_forgot_the_statement_learns_it_again(at: datetime) -> None:
    prefix = _prefix(at)
    before = _asked(prefix)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert _asked(prefix) == before


@pytest.mark.django_db
def test_arrays_say_what_they_hold() -> None:
    values = ("plain", "", 'a "quoted" one', "back\\slash", "{braces}, and a comma", "NULL", "诚信")
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array(values)])
        assert cursor.fetchone() == (list(values),)
