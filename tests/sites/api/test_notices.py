"""An agency's system fetches the documents of its own decision in one call."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import pytest
from django.test import Client

from creditport.consequences.notices.models import NoticeSet
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.repairs import fined_restaurant

pytestmark = pytest.mark.django_db
MARKET, OTHER = "hainan-market-regulation", "hainan-finance"


def bearer(agency: str, at: datetime) -> dict[str, str]:
    return {"Authorization": f"Bearer {give_key(actor=SYSTEM, at=at, agency=agency, label='案件系统')}"}


def test_one_call_makes_and_tells_them(client: Client, at: datetime) -> None:
    _, record = fined_restaurant(at)
    headers = bearer(MARKET, at)
    told = client.get(f"/api/v1/records/{record.key}/notices", headers=headers).json()
    assert [(each["id"], each["language"]) for each in told["documents"]] == [
        *((id, "zh") for id in ("decision-cover", "repair-notice", "compliance-notice")),
        *((f"{id}-en", "en") for id in ("decision-cover", "repair-notice", "compliance-notice")),
    ]
    assert told["served_on"] is None
    assert client.get(f"/api/v1/records/{record.key}/notices", headers=headers).json() == told
    assert NoticeSet.objects.count() == 1
    for each in told["documents"]:
        pdf = client.get(each["address"], headers=headers)
        assert pdf["Content-Type"] == "application/pdf"
        assert sha256(pdf.content).hexdigest() == each["sha256"]
    assert client.get(told["together"], headers=headers).content.startswith(b"%PDF-")


def test_another_agencys_records_do_not_exist(client: Client, at: datetime) -> None:
    _, record = fined_restaurant(at)
    headers = bearer(OTHER, at)
    for path in ("notices", "notices/all.pdf"):
        assert client.get(f"/api/v1/records/{record.key}/{path}", headers=headers).status_code == 404
    assert NoticeSet.objects.count() == 0


def test_an_unknown_document_is_not_there(client: Client, at: datetime) -> None:
    _, record = fined_restaurant(at)
    headers = bearer(MARKET, at)
    assert client.get(f"/api/v1/records/{record.key}/notices/blank.pdf", headers=headers).status_code == 404
