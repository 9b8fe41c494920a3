"""Proceedings by interface: an agency's system tells of its own acts, a court's of everybody's; each thing once."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client

from creditport.consequences.proceedings.choices import ProceedingKind
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.models import Record
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from creditport.subjects.register.models import Subject
from tests.factories.repairs import FOR_LONG, fined_restaurant
from tests.factories.staff import MARKET, OTHER

pytestmark = pytest.mark.django_db
COURT = "hainan-high-court"
FILING = {
    "kind": "litigation",
    "body": "海口市中级人民法院",
    "reference": "（2026）琼01行初45号",
    "filed_on": "2026-03-09",
}
SUSPENDED = {"act": "suspended", "ruling": "（2026）琼01行初45号之一", "ruled_on": "2026-03-20"}
ANNULLED = {"act": "annulled", "ruling": "（2026）琼01行初45号", "ruled_on": "2026-05-20", "reason": "主要证据不足"}


@pytest.fixture
def fined() -> tuple[Subject, Record]:
    return fined_restaurant(now(), public_until=FOR_LONG)


def key_of(agency: str) -> str:
    return give_key(actor=SYSTEM, at=now(), agency=agency, label="应诉系统")


def call(key: str, path: str, body: dict[str, str] | None = None, **headers: str) -> tuple[int, Any]:
    client, given = Client(), {"Authorization": f"Bearer {key}", **headers}
    address = f"/api/v1/proceedings{path}"
    if body is None:
        response = client.get(address, headers=given)
    else:
        response = client.post(address, orjson.dumps(body), "application/json", headers=given)
    return response.status_code, orjson.loads(response.content)


@pytest.mark.parametrize("agency", [MARKET, COURT])
def test_from_the_filing_to_the_annulment(agency: str, fined: tuple[Subject, Record]) -> None:
    subject, record = fined
    key = key_of(agency)
    status, noted = call(key, "", {**FILING, "id": str(record.key)})
    assert (status, noted["state"], noted["agency"], noted["id"]) == (201, "pending", MARKET, str(record.key))
    assert len(public_records(subject.pk)) == 1
    path = f"/{noted['proceeding']}"
    status, told = call(key, f"{path}/orders", SUSPENDED)
    assert (status, told["state"]) == (201, "suspended")
    assert public_records(subject.pk) == ()
    status, told = call(key, f"{path}/orders", ANNULLED)
    assert (status, told["state"]) == (201, "annulled")
    assert [order["act"] for order in told["orders"]] == ["suspended", "annulled"]
    assert Record.objects.filter(key=record.key).latest("version").state == "withdrawn"
    assert call(key, path) == (200, told)
    by = set(AuditEntry.objects.filter(act__startswith="proceeding.").values_list("actor_name", flat=True))
    assert by == {f"key:{key.split('_')[1]}"}


def test_the_same_again_changes_nothing(fined: tuple[Subject, Record]) -> None:
    key, body = key_of(MARKET), {**FILING, "id": str(fined[1].key).upper()}
    first = call(key, "", body)
    assert [first[0], *(call(key, "", body)[0] for _ in range(2))] == [201, 200, 200]
    path = f"/{first[1]['proceeding']}/orders"
    assert [call(key, path, SUSPENDED)[0] for _ in range(3)] == [201, 200, 200]
    assert (Proceeding.objects.count(), ProceedingEvent.objects.count()) == (1, 1)


def test_a_call_with_its_own_key_is_made_once(fined: tuple[Subject, Record]) -> None:
    key, once = key_of(MARKET), {"Idempotency-Key": "p1"}
    body = {**FILING, "id": str(fined[1].key)}
    first, again = call(key, "", body, **once), call(key, "", body, **once)
    assert (first[0], again[0], again[1]) == (201, 200, first[1])
    for path, other in (("", {**body, "reference": "9"}), (f"/{first[1]['proceeding']}/orders", SUSPENDED)):
        status, told = call(key, path, other, **once)
        assert (status, told["type"]) == (409, "/api/v1/problems/idempotency-key-reused")
    assert (Proceeding.objects.count(), ProceedingEvent.objects.count()) == (1, 0)
    # What was refused may be sent again under the same key, mended.
    refused = call(key, "", {**body, "reference": "9", "filed_on": "2099-01-01"}, **{"Idempotency-Key": "p2"})
    mended = call(key, "", {**body, "reference": "9"}, **{"Idempotency-Key": "p2"})
    assert (refused[0], mended[0]) == (422, 201)


def test_a_record_may_be_named_by_its_document(fined: tuple[Subject, Record]) -> None:
    subject, record = fined
    named = {"subject": subject.uscc or "", "document_number": record.content["document_number"]}
    status, noted = call(key_of(MARKET), "", {**FILING, **named})
    assert (status, noted["id"]) == (201, str(record.key))
    status, told = call(key_of(MARKET), "", {**FILING, **named, "document_number": "没有"})
    assert (status, told["detail"][:2]) == (404, "没有")


def test_who_may_tell_what(fined: tuple[Subject, Record]) -> None:
    _, record = fined
    body = {**FILING, "id": str(record.key)}
    other, justice, court, market = map(key_of, (OTHER, "hainan-justice", COURT, MARKET))
    assert call(other, "", body)[0] == 404
    assert call(justice, "", body)[0] == 404  # it hears reconsiderations, and this is a lawsuit
    _, noted = call(market, "", body)
    path = f"/{noted['proceeding']}"
    for stranger in (other, justice):
        assert call(stranger, path)[0] == 404
        assert call(stranger, f"{path}/orders", SUSPENDED)[0] == 404
    assert ProceedingEvent.objects.count() == 0
    assert call(court, f"{path}/orders", SUSPENDED)[0] == 201  # noted by the agency, ordered by the court
    assert call(justice, "", {**body, "kind": "reconsideration", "reference": "琼府复〔2026〕1号"})[0] == 201


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"id": "nothing"}, 404, "没有这条记录"),
        ({"about": "measure", "id": "99"}, 404, "没有这条记录"),
        ({"id": ""}, 404, "没有这条记录"),
        ({"reference": " "}, 422, "缺少"),
        ({"filed_on": "2099-01-01"}, 422, "尚未到来"),
        ({"kind": "appeal"}, 422, "不合要求"),
        ({"body": "x\x00"}, 400, "无法理解"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, str], status: int, word: str, fined: tuple[Subject, Record]) -> None:
    answered, told = call(key_of(MARKET), "", {**FILING, "id": str(fined[1].key), **change})
    assert (answered, word in told["detail"]) == (status, True), told
    assert told["remedy"] and told["en"]["detail"]
    assert Proceeding.objects.count() == 0


def test_what_was_noted_first_stays(fined: tuple[Subject, Record]) -> None:
    key, body = key_of(MARKET), {**FILING, "id": str(fined[1].key)}
    _, noted = call(key, "", body)
    status, told = call(key, "", {**body, "filed_on": "2026-03-10"})
    assert (status, "2026-03-09" in told["en"]["detail"]) == (422, True)
    for order, code in ((ANNULLED, 201), (SUSPENDED, 422)):
        assert call(key, f"/{noted['proceeding']}/orders", order)[0] == code


def test_packs_name_the_kinds_that_there_are() -> None:
    declared = {kind for agency in packs().agencies.values() for kind in agency.hears}
    assert declared == set(ProceedingKind.values)
