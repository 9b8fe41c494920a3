"""Recipients by the interface: reading with a key is noted, withdrawals are acknowledged, who is late is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from creditport.foundation.exchange.actions import note_reading
from creditport.foundation.exchange.models import FeedReading, Receipt
from creditport.foundation.records.choices import Cause
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.apikeys.queries import holder_of
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.records import RecordDraft, draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db(transaction=True)
RECEIPTS = "/api/v1/publicity/receipts"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {give_key(actor=SYSTEM, at=now(), agency='hainan-finance', label='征信系统')}"}


def shown() -> RecordDraft:
    one = replace(draft(make_subject(at=now()).pk), public_until=civil_day(now()) + timedelta(days=90))
    write(one, at=now() - timedelta(days=3))
    return one


def repair(one: RecordDraft) -> None:
    write(replace(next_version(one), cause=Cause.REPAIRED, shown=False), at=now())


def test_from_reading_to_the_receipt(client: Client) -> None:
    headers, one = bearer(), shown()
    assert client.get("/api/v1/publicity/changes", headers=headers).status_code == 200
    repair(one)
    waiting = client.get(RECEIPTS, headers=headers).json()
    assert (waiting["total"], waiting["items"][0]["key"], waiting["items"][0]["reason"]) == (
        1,
        str(one.key),
        "repaired",
    )
    said = {"items": [{"key": str(one.key), "version": 2, "stopped_at": now().isoformat()}]}
    given = client.post(RECEIPTS, said, "application/json", headers=headers)
    assert given.json() == {"acknowledged": 1}
    assert client.post(RECEIPTS, said, "application/json", headers=headers).json() == {"acknowledged": 0}
    assert client.get(RECEIPTS, headers=headers).json() == {"items": [], "total": 0}


def test_the_export_counts_as_reading_and_strangers_are_not_noted(client: Client) -> None:
    headers = bearer()
    client.get("/api/v1/publicity/export", headers=headers)
    client.get("/api/v1/publicity/changes")
    assert [(each.cursor, each.complete) for each in FeedReading.objects.all()] == [("", True)]


def test_a_wrong_key_is_refused_also_where_none_is_needed(client: Client) -> None:
    forged = {"Authorization": "Bearer cp_deadbeef_" + "0" * 64}
    assert client.get("/api/v1/publicity/changes", headers=forged).status_code == 401
    assert client.get("/api/v1/publicity/changes").status_code == 200


def test_what_one_was_never_given_cannot_be_acknowledged(client: Client) -> None:
    headers, one = bearer(), shown()
    repair(one)
    said = {"items": [{"key": str(one.key), "version": 2, "stopped_at": now().isoformat()}]}
    assert client.post(RECEIPTS, said, "application/json", headers=headers).status_code == 404
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("body", [{"items": []}, {"items": [{"key": "x"}]}, {}])
def test_a_malformed_receipt_is_told_so(body: dict[str, object], client: Client) -> None:
    assert client.post(RECEIPTS, body, "application/json", headers=bearer()).status_code in {400, 422}


def test_nobody_is_late_on_the_public_page(client: Client) -> None:
    assert "没有逾期单位" in client.get("/laggards/").content.decode()


def test_who_is_late_is_named_on_the_public_page(client: Client) -> None:
    headers = bearer()
    one = draft(make_subject(at=now()).pk)
    write(one, at=now() - timedelta(days=40))
    note_reading(actor=SYSTEM, at=now() - timedelta(days=30), reader_id=_reader(headers), cursor="", complete=True)
    write(replace(next_version(one), cause=Cause.REPAIRED, shown=False), at=now() - timedelta(days=20))
    assert "征信系统" in client.get("/laggards/").content.decode()


def _reader(headers: dict[str, str]) -> int:
    found = holder_of(headers["Authorization"].removeprefix("Bearer "))
    assert found is not None
    return found.key_id
