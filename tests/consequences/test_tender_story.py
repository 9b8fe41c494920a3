"""A firm on a serious list is refused in a tender check, and comes back; reported by file, asked by interface."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client

from creditport.consequences.decisions.queries import replay
from creditport.consequences.lists.models import HeldListing, ListEntry
from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.records.models import Record
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM, Actor
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.staff import MARKET

pytestmark = pytest.mark.django_db

USCC = "91460000MA5TAU21X3"
OFFICER = Actor(kind=ActorKind.STAFF, name="wu.duoxian", role=Role.REPORTER, agency="hainan-finance")
ROW = {
    "主体名称": "海南椰风贸易有限公司",
    "主体类别": "法人及非法人组织",
    "统一社会信用代码": USCC,
    "名单名称": "政府采购严重违法失信行为记录名单",
    "列入决定书文号": "琼财采〔2026〕3号",
    "列入事由": "与其他供应商恶意串通",
    "列入依据": "《中华人民共和国政府采购法》第七十七条",
    "列入日期": "2026-05-25",
    "列入机关": "海南省财政厅",
    "当前状态": "有效",
    "移出原因": "",
    "列入告知书送达日期": "2026-05-06",
    "陈述申辩期限届满日期": "2026-05-13",
    "批准列入的负责人": "周明",
    "列入决定书送达日期": "2026-06-01",
}


def _report(at: datetime, **changed: str) -> Submission:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROW))
    writer.writeheader()
    writer.writerow({**ROW, **changed})
    received = receive(
        actor=OFFICER,
        at=at,
        item="serious-list-entry",
        agency="hainan-finance",
        channel=Channel.PAGE,
        filename="名单.csv",
        stream=io.BytesIO(out.getvalue().encode()),
    )
    return apply(actor=OFFICER, at=at, submission_id=received.pk)


@pytest.fixture
def key() -> str:
    return give_key(actor=SYSTEM, at=now(), agency=MARKET, label="招标系统")


def _ask(client: Client, key: str) -> dict[str, Any]:
    asked = {"subject": USCC, "scenario": "public-resource-trading", "purpose": "credit-check", "case": "HNZB-2026-31"}
    response = client.post(
        "/api/v1/checks",
        data=orjson.dumps(asked),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert response.status_code == 200, response.content.decode()
    told: dict[str, Any] = orjson.loads(response.content)
    return told


@pytest.mark.django_db(transaction=True)
def test_a_listed_firm_is_refused_and_comes_back(client: Client, key: str) -> None:
    at = now() - timedelta(hours=2)
    assert _report(at).accepted == 1
    refused = _ask(client, key)
    assert [each["measure"] for each in refused["forbidden"]] == ["bar-government-procurement", "restrict-bidding"]
    assert refused["forbidden"][0]["list_entry"]["document_number"] == "琼财采〔2026〕3号"
    assert _report(at + timedelta(hours=1), 当前状态="移出", 移出原因="禁止期限届满").accepted == 1
    cleared = _ask(client, key)
    assert (cleared["forbidden"], cleared["restricted"]) == ([], [])
    again = replay(refused["decision"], on=civil_day(now()))
    assert again is not None and again.equal
    assert {each.measure for each in again.differs_today} >= {"bar-government-procurement", "restrict-bidding"}


def test_an_entry_without_notice_is_kept_as_a_record_and_leads_to_nothing(client: Client, key: str) -> None:
    assert _report(now() - timedelta(hours=2), 列入告知书送达日期="").accepted == 1
    assert Record.objects.filter(item="serious-list-entry").count() == 1
    assert not ListEntry.objects.exists()
    assert HeldListing.objects.get().missing == ["notice", "statement"]
    told = _ask(client, key)
    assert told["forbidden"] == []
