"""Checks about persons, and advice on first violations, by interface and in the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client

from creditport.consequences.decisions.models import Decision
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from tests.factories.consequences import EntryDraft, enter
from tests.factories.records import draft, make_subject, write
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
USCC = "91460100MA5RFXBU8P"
PERSON = {
    "document_kind": "resident-identity-card",
    "document_number": "460100199003070017",
    "scenario": "recruitment-civil-service",
    "purpose": "recruitment",
    "consent": "同意书 7",
}


@pytest.fixture
def key(at: datetime) -> str:
    return give_key(actor=SYSTEM, at=at, agency=MARKET, label="招录系统")


def ask(client: Client, key: str, path: str, body: dict[str, str]) -> tuple[int, Any]:
    response = client.post(
        f"/api/v1/{path}",
        data=orjson.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    return response.status_code, orjson.loads(response.content)


def test_a_person_with_consent_and_without(client: Client, key: str) -> None:
    identity = Identity("黄海生", "resident-identity-card", PERSON["document_number"])
    enter(EntryDraft(subject_id=keep_person(actor=SYSTEM, at=now(), identity=identity)), at=now())
    status, told = ask(client, key, "person-checks", PERSON)
    assert (status, [each["measure"] for each in told["forbidden"]]) == (200, ["bar-public-recruitment"])
    status, told = ask(client, key, "person-checks", {**PERSON, "consent": ""})
    assert (status, told["errors"][0]["parameter"]) == (422, "consent")
    assert PERSON["document_number"] not in orjson.dumps(told).decode()
    status, told = ask(client, key, "person-checks", {**PERSON, "document_number": "460100199003070018"})
    assert (status, Decision.objects.count()) == (404, 1)


def violations(days_ago: int) -> None:
    """A fine for selling food past its date, so many days ago."""
    at = now()
    subject = make_subject(at=at, uscc=USCC)
    one = replace(draft(subject.pk), decided_on=civil_day(at) - timedelta(days=days_ago))
    write(one, at=at, content={"document_number": "琼市监处罚〔2026〕1号", "violation_type": "经营超过保质期的食品"})


def test_first_violation_by_interface(client: Client, key: str) -> None:
    violations(100)
    status, told = ask(client, key, "first-violations", {"subject": USCC, "kind": "超过保质期", "case": "立案 7"})
    assert (status, told["first"]) == (200, False)
    assert [each["document_number"] for each in told["violations"]] == ["琼市监处罚〔2026〕1号"]
    assert told["basis"][0] == "《中华人民共和国行政处罚法（2021年修订）》第三十三条"
    kept = Decision.objects.get(pk=told["decision"])
    assert (kept.scenario, kept.case, kept.agency) == ("enforcement-discretion", "立案 7", MARKET)
    _, other = ask(client, key, "first-violations", {"subject": USCC, "kind": "虚假广告"})
    assert (other["first"], other["violations"]) == (True, [])
    assert ask(client, key, "first-violations", {"subject": USCC, "purpose": "audit"})[0] == 422
    assert ask(client, key, "first-violations", {"subject": "91460000XXXXXXXXXX"})[0] == 404
    assert client.post("/api/v1/first-violations", b"{}", "application/json").status_code == 401


def test_a_violation_of_long_ago_no_longer_counts(client: Client, key: str) -> None:
    violations(800)
    assert ask(client, key, "first-violations", {"subject": USCC})[1]["first"] is True


def test_first_violation_in_the_office() -> None:
    violations(100)
    officer = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    asked = {"subject": USCC, "scenario": "enforcement-discretion", "purpose": "statutory-duty", "case": "立案 8"}
    page = officer.post("/office/checks/", asked, follow=True).content.decode()
    assert "经营超过保质期的食品" in page
    assert Decision.objects.get().case == "立案 8"
