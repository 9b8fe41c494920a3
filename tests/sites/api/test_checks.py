"""Checks by interface: by key or session, with a purpose, kept and logged."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.test import Client

from creditport.consequences.decisions.models import Decision
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.sites.api.quick_checks import QuickChecks
from tests.factories.consequences import enter, procurement_draft
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, OTHER

pytestmark = pytest.mark.django_db
USCC = "91460100MA5RFXBU8P"
BODY = {"subject": USCC, "scenario": "procurement", "purpose": "credit-check", "case": "HNCG-2026-7"}


@pytest.fixture
def key(at: datetime) -> str:
    return give_key(actor=SYSTEM, at=at, agency=MARKET, label="审批系统")


def _ask(client: Client, key: str, **changed: str) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    response = client.post(
        "/api/v1/checks",
        data=orjson.dumps({**BODY, **changed}),
        content_type="application/json",
        headers=headers,
    )
    return response.status_code, orjson.loads(response.content)


def test_the_answer_names_what_is_forbidden_and_on_which_article(client: Client, key: str) -> None:
    entry = enter(procurement_draft(make_subject(at=now()).pk), at=now())
    status, told = _ask(client, key)
    assert status == 200, told
    assert {"decision", "rules", "forbidden", "restricted", "watched", "allowed", "encouraged", "pending"} <= set(told)
    bar = told["forbidden"][0]
    assert bar["measure"] == "bar-government-procurement"
    assert bar["basis"][0]["label"] == "《中华人民共和国政府采购法》第七十七条"
    assert (bar["list_entry"]["id"], bar["since"], bar["until"]) == (entry.pk, "2026-06-01", "2029-06-01")
    kept = Decision.objects.get(pk=told["decision"])
    assert (kept.case, kept.agency, kept.rules) == ("HNCG-2026-7", MARKET, told["rules"])


def test_the_kept_answer_can_be_read_again_by_its_agency_only(client: Client, key: str) -> None:
    make_subject(at=now())
    _, told = _ask(client, key)
    path = f"/api/v1/checks/{told['decision']}"
    again = client.get(path, headers={"Authorization": f"Bearer {key}"})
    assert orjson.loads(again.content)["forbidden"] == told["forbidden"]
    other = give_key(actor=SYSTEM, at=now(), agency=OTHER, label="别处")
    assert client.get(path, headers={"Authorization": f"Bearer {other}"}).status_code == 404


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"subject": "91460000MA5T3K7X2W"}, 404, "unknown-subject"),
        ({"scenario": "gossip"}, 422, "invalid-parameters"),
        ({"purpose": "recruitment"}, 422, "invalid-parameters"),
        ({"purpose": ""}, 422, "invalid-parameters"),
    ],
)
def test_wrong_questions_are_told_as_problems_and_not_kept(
    changed: dict[str, str], status: int, kind: str, client: Client, key: str
) -> None:
    make_subject(at=now())
    got, told = _ask(client, key, **changed)
    assert (got, told["type"]) == (status, f"/api/v1/problems/{kind}")
    assert not Decision.objects.exists()


def test_without_key_or_session_nothing_is_answered(client: Client) -> None:
    make_subject(at=now())
    status, told = _ask(client, "")
    assert (status, told["type"]) == (401, "/api/v1/problems/no-key")
    assert not Decision.objects.exists()


def _quickly(key: str, body: bytes) -> tuple[str, Any]:
    """The question on the quick lane; "" where it goes the ordinary way."""
    started: list[str] = []
    lane = QuickChecks(lambda environ, start: [environ["wsgi.input"].read()])
    environ = {
        "PATH_INFO": "/api/v1/checks",
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(lane(environ, lambda status, headers: started.append(status)))
    return "".join(started), answer


def test_the_quick_lane_says_the_same(client: Client, key: str) -> None:
    enter(procurement_draft(make_subject(at=now()).pk), at=now())
    _, ordinary = _ask(client, key)
    status, quick = _quickly(key, orjson.dumps(BODY))
    told = orjson.loads(quick)
    assert status == "200 OK"
    assert {**told, "decision": ""} == {**ordinary, "decision": ""}
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("changed", [{"subject": "91460000MA5T3K7X2W"}, {"scenario": "gossip"}, {"case": 7}])
def test_what_is_not_plain_goes_the_ordinary_way_with_its_whole_body(key: str, changed: dict[str, Any]) -> None:
    body = orjson.dumps({**BODY, **changed})
    assert _quickly(key, body) == ("", body)
    assert _quickly("cp_deadbeef_" + "0" * 64, orjson.dumps(BODY)) == ("", orjson.dumps(BODY))
    assert not Decision.objects.exists()
