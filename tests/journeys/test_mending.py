"""Stories told end to end: a record mended, a listed firm back, a wrong record put right, a firm that bids again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.repair.actions import apply_for_repair
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.models import Case
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.subjects.register.models import Subject
from tests.factories.cases import OFFICER, OPERATOR, PDF, owner_of, pdf, read_everything
from tests.factories.listed import listed_firm
from tests.factories.records import make_subject
from tests.factories.repairs import FOR_LONG, everything_done, fined_restaurant
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
CODE = "91460100MA5RFXBU8P"
TENDER = Question(scenario="public-resource-trading", purpose="credit-check", case="HN-2026-118")


def told(at: datetime, actor: Actor, *, uscc: str = CODE) -> tuple[set[str], set[str]]:
    """What is forbidden in a tender, and what is pending."""
    said = decide(actor=actor, at=at, subject=uscc, question=TENDER).said
    forbidden, pending = said["forbidden"], said["pending"]
    assert isinstance(forbidden, list)
    assert isinstance(pending, list)
    return {each["measure"] for each in forbidden}, {str(each["kind"]) for each in pending}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_fined_restaurant_mends_its_record(client: Client) -> None:
    """王志强 paid his fine in May. He comes to the window; nobody asks him for what the agency knows."""
    at = now()
    subject, record = fined_restaurant(at, public_until=FOR_LONG)
    everything_done(at, record.key)
    assert "琼市监处罚〔2026〕1号" in page(client, f"/subjects/{CODE}/")
    office = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    commitment = SimpleUploadedFile("承诺书.pdf", PDF, content_type="application/pdf")
    filed = office.post(f"/office/records/{record.key}/repair/", {"commitment": commitment})
    case = Case.objects.get(subject_id=subject.pk)
    assert filed["Location"] == f"/office/cases/{case.number}/"
    office.post(f"/office/cases/{case.number}/act/accept/", {"accept-version": "1"})
    for document in case.documents.order_by("id"):
        office.get(f"/office/cases/{case.number}/documents/{document.pk}/")
    office.post(f"/office/cases/{case.number}/act/grant/", {"grant-version": "2"})
    assert "琼市监处罚〔2026〕1号" not in page(client, f"/subjects/{CODE}/")
    assert client.get(f"/api/v1/subjects/{CODE}").json()["records"] == []
    assert "已修复" in page(office, f"/office/cases/{case.number}/")


def test_a_listed_firm_is_refused_and_comes_back_after_repair(at: datetime, lin_xiaomei: Actor) -> None:
    listed = listed_firm(make_subject(at=at))
    assert "bar-government-procurement" in told(at, lin_xiaomei)[0]
    case = apply_for_repair(
        actor=owner_of(listed.subject.pk),
        at=at,
        record_key=listed.record.key,
        documents=(pdf("commitment"), pdf("proof-of-duties")),
    )
    assert "bar-government-procurement" in told(at, lin_xiaomei)[0]  # asking alone changes nothing
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    read_everything(OFFICER, case, at)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=case.version)
    assert told(at, lin_xiaomei)[0] == set()
    listed.entry.refresh_from_db()
    assert listed.entry.state == "removed"


def test_a_record_is_disputed_and_found_wrong(client: Client, at: datetime) -> None:
    subject, record = fined_restaurant(at, public_until=FOR_LONG)
    filed = file_objection(
        actor=owner_of(subject.pk),
        at=at,
        disputed=Disputed(Disputable.RECORD, str(record.key), subject.pk, "document_number"),
        claimed="琼市监处罚〔2026〕10号",
        ground="文号录入有误",
        documents=(pdf("evidence"),),
    )
    assert "有异议：正在核查" in page(client, f"/subjects/{CODE}/")
    case = act(actor=OPERATOR, at=at, case_id=filed.case_id, act_id="forward", version=1)
    read_everything(OFFICER, case, at)
    right = {"value": "琼市监处罚〔2026〕10号"}
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="correct", version=2, fields=right, reason="录入有误")
    shown = page(client, f"/subjects/{CODE}/")
    assert "琼市监处罚〔2026〕10号" in shown
    assert "有异议：正在核查" not in shown


def _protected(at: datetime, subject: Subject) -> Case:
    fields = {"court": "海口市中级人民法院", "ruling_number": "（2026）琼01破3号", "ruled_on": "2026-11-20"}
    case = open_case(
        actor=owner_of(subject.pk),
        at=at,
        type_id="bankruptcy-protection",
        subject_id=subject.pk,
        about=CaseAbout("subject", str(subject.pk)),
        fields=fields,
        documents=(pdf("court-ruling"),),
    )
    read_everything(OPERATOR, case, at)
    return act(actor=OPERATOR, at=at, case_id=case.pk, act_id="protect", version=1)


def test_a_firm_in_reorganisation_bids_again_and_falls_back(at: datetime, lin_xiaomei: Actor) -> None:
    listed = listed_firm(make_subject(at=at))
    before = told(at, lin_xiaomei)[0]
    case = _protected(at, listed.subject)
    assert told(at, lin_xiaomei)[0] == set()
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="failed", version=case.version, reason="裁定终止重整程序")
    assert told(at, lin_xiaomei)[0] == before
