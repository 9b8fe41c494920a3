"""Reporting by interface: by key, once, with every row accounted for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditport.foundation.ingestion.models import Submission
from creditport.kernel.apikeys.actions import end_key, give_key
from creditport.kernel.apikeys.models import ApiKey
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, NotPermittedError
from tests.factories.staff import MARKET, OTHER

pytestmark = pytest.mark.django_db
REGISTRATION = "enterprise-registration"
ROW = {"企业名称": "三亚市梅山供销社", "统一社会信用代码": "914602000825352782", "注册日期": "1982-04-22"}
BAD = {"企业名称": "", "统一社会信用代码": "9146", "注册日期": "没有"}


@pytest.fixture
def key(at: datetime) -> str:
    return give_key(actor=SYSTEM, at=at, agency=MARKET, label="前置机")


def _lines(*rows: dict[str, str]) -> bytes:
    return b"\n".join(map(orjson.dumps, rows))


def _send(client: Client, key: str, body: bytes, item: str = REGISTRATION, **headers: str) -> tuple[int, Any]:
    response = client.post(
        f"/api/v1/submissions?item={item}",
        data=body,
        content_type="application/x-ndjson",
        headers={"Authorization": f"Bearer {key}", **headers},
    )
    return response.status_code, orjson.loads(response.content)


def test_lines_are_applied_at_once_and_every_row_told(client: Client, key: str) -> None:
    status, told = _send(client, key, _lines(ROW, BAD))
    assert status == 201, told
    assert (told["received"], told["accepted"], told["rejected"], told["state"]) == (2, 1, 1, "applied")
    headers = {"Authorization": f"Bearer {key}"}
    again = client.get(f"/api/v1/submissions/{told['submission']}", headers=headers)
    assert orjson.loads(again.content) == told
    path = f"/api/v1/submissions/{told['submission']}/problems"
    page = orjson.loads(client.get(path, headers=headers).content)
    assert {problem["row"] for problem in page["items"] if not problem["warning"]} == {2}
    assert all(problem["reason"] and problem["remedy"] and problem["en"]["remedy"] for problem in page["items"])
    one_by_one: list[Any] = []
    cursor = ""
    while cursor is not None:
        part = orjson.loads(client.get(f"{path}?limit=1&cursor={cursor}", headers=headers).content)
        one_by_one += part["items"]
        cursor = part["cursor"]
    assert one_by_one == page["items"]


def test_a_file_by_form(client: Client, key: str) -> None:
    text = "企业名称,统一社会信用代码,注册日期\n三亚市梅山供销社,914602000825352782,1982-04-22\n"
    file = SimpleUploadedFile("登记.csv", text.encode("gb18030"), content_type="text/csv")
    response = client.post(
        f"/api/v1/submissions?item={REGISTRATION}", {"file": file}, headers={"Authorization": f"Bearer {key}"}
    )
    told = orjson.loads(response.content)
    assert (response.status_code, told["accepted"], told["filename"]) == (201, 1, "登记.csv")
    assert response["Location"] == f"/api/v1/submissions/{told['submission']}"


def test_the_same_call_again_gives_the_same_submission(client: Client, key: str) -> None:
    first = _send(client, key, _lines(ROW), **{"Idempotency-Key": "k1"})
    again = _send(client, key, _lines(ROW), **{"Idempotency-Key": "k1"})
    assert (first[0], again[0]) == (201, 200)
    assert again[1] == first[1]
    assert Submission.objects.count() == 1
    status, told = _send(client, key, _lines(ROW, ROW), **{"Idempotency-Key": "k1"})
    assert (status, told["type"]) == (409, "/api/v1/problems/idempotency-key-reused")


@pytest.mark.parametrize("mends", ["", "S20260101-AAAAAA"])
def test_another_content_of_the_same_size_is_another_call(client: Client, key: str, mends: str) -> None:
    sent = _lines(ROW)
    first = _send(client, key, sent, **{"Idempotency-Key": "k2"})
    other = sent if mends else sent.replace(b"1", b"2", 1)
    assert len(other) == len(sent)
    item = f"penalty&mends={mends}" if mends else "penalty"
    status, told = _send(client, key, other, item=item, **{"Idempotency-Key": "k2"})
    assert (first[0], status) == (201, 409)
    assert told["type"] == "/api/v1/problems/idempotency-key-reused"
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("item", "body", "status", "slug"),
    [
        ("no-such-item", b"{}", 422, "submission-refused"),
        ("professional-nothing", b"{}", 422, "submission-refused"),
    ],
)
def test_what_cannot_be_taken_says_why(
    client: Client, key: str, item: str, body: bytes, status: int, slug: str
) -> None:
    answered, told = _send(client, key, body, item=item)
    assert (answered, told["type"]) == (status, f"/api/v1/problems/{slug}")
    assert told["detail"] and told["en"]["detail"]


@pytest.mark.parametrize(
    "body", [b"\x00\xff\xfe", b"[1,2", b'{"a": [1]}', b"null\nnull", "海南".encode("gb18030"), b"{}" * 9]
)
def test_no_body_breaks_the_interface(client: Client, key: str, body: bytes) -> None:
    status, told = _send(client, key, body)
    assert status in {201, 422}, told


def test_other_bodies_are_refused_in_words(client: Client, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    path = f"/api/v1/submissions?item={REGISTRATION}"
    for content_type in ("text/plain", "application/pdf"):
        response = client.post(path, data=b"x", content_type=content_type, headers=headers)
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert client.post(path, {"other": "x"}, headers=headers).status_code == 400


def test_without_a_key_or_with_an_ended_one_nothing_is_taken(client: Client, key: str, at: datetime) -> None:
    for wrong in ("", "x", "cp_a_b", key[:-1] + "0", key + "0"):
        if wrong != key:
            assert _send(client, wrong, _lines(ROW))[0] == 401
    end_key(actor=SYSTEM, at=at, prefix=key.split("_")[1])
    assert _send(client, key, _lines(ROW))[0] == 401
    assert Submission.objects.count() == 0


def test_anothers_submission_is_not_there(client: Client, key: str, at: datetime) -> None:
    told = _send(client, key, _lines(ROW))[1]
    stranger = give_key(actor=SYSTEM, at=at, agency=OTHER, label="x")
    for path in (f"/api/v1/submissions/{told['submission']}", f"/api/v1/submissions/{told['submission']}/problems"):
        assert client.get(path, headers={"Authorization": f"Bearer {stranger}"}).status_code == 404


def test_keys_are_kept_as_digests_and_given_by_whom_may(key: str, at: datetime) -> None:
    kept = ApiKey.objects.get()
    assert key not in (kept.digest, kept.prefix) and key.split("_")[2] not in str(kept.__dict__)
    with pytest.raises(NotPermittedError):
        give_key(actor=PUBLIC, at=at, agency=MARKET, label="x")
    with pytest.raises(LookupError):
        give_key(actor=SYSTEM, at=at, agency="no-agency", label="x")
