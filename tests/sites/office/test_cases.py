"""Officers at work on cases: the inbox by what is due, the case with its evidence, the decision, the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.repair.models import RepairDecision
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from creditport.sites.office.views import cases as views
from tests.factories.cases import PDF, open_repair, owner_of
from tests.factories.records import draft, write
from tests.factories.repairs import FOR_LONG, apply, everything_done, fined_restaurant
from tests.factories.staff import MARKET, OTHER, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))


@pytest.fixture
def manager() -> Client:
    return signed_in(staff("huang.wei", Role.AGENCY_MANAGER, MARKET))


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    """The office works at the instant of the stories."""
    monkeypatch.setattr(views, "now", lambda: at)
    return at


def test_from_inbox_to_decision(office: Client, moment: datetime) -> None:
    subject, record = fined_restaurant(moment)
    case = apply(moment, record)
    listed = text(office, "/office/cases/")
    assert "信用修复" in listed
    assert "还有 3 个工作日" in listed
    path = f"/office/cases/{case.number}/"
    page = text(office, path)
    assert "琼市监处罚〔2026〕1号" in page
    assert page.count("尚未查看") == 2
    office.post(f"{path}act/accept/", {"accept-version": "1"})
    refused = office.post(f"{path}act/grant/", {"grant-version": "2"}, follow=True).content.decode()
    assert "请先逐份查看本案全部材料" in refused
    for document in case.documents.all():
        answer = office.get(f"{path}documents/{document.pk}/")
        assert b"".join(answer) == PDF
    done = office.post(f"{path}act/grant/", {"grant-version": "2"}, follow=True).content.decode()
    assert "已修复" in done
    made = RepairDecision.objects.get()
    assert (made.kind, public_records(subject.pk)) == ("granted", ())
    assert made.number in done
    printed = office.get(f"{path}decision.pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_refusal_without_reason_comes_back_with_the_form(office: Client, moment: datetime) -> None:
    _, record = fined_restaurant(moment)
    case = apply(moment, record)
    answer = office.post(f"/office/cases/{case.number}/act/ask/", {"ask-version": "1", "ask-reason": ""})
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).version == 1


def test_two_officers_with_the_same_page(office: Client, manager: Client, moment: datetime) -> None:
    case = open_repair(at=moment)
    office.post(f"/office/cases/{case.number}/act/accept/", {"accept-version": "1"})
    told = manager.post(f"/office/cases/{case.number}/act/accept/", {"accept-version": "1"}, follow=True)
    assert "其他人已办理" in told.content.decode()


def test_the_clock_is_the_managers(office: Client, manager: Client, moment: datetime) -> None:
    case = open_repair(at=moment)
    path = f"/office/cases/{case.number}/"
    assert "中止计时" not in text(office, path)
    assert office.post(f"{path}suspend/", {"version": "1", "reason": "x"}).status_code == 403
    manager.post(f"{path}suspend/", {"version": "1", "reason": "等待法院意见"})
    assert "计时已中止" in text(manager, path)
    manager.post(f"{path}resume/", {"version": "2"})
    manager.post(f"{path}extend/", {"version": "3", "workdays": "5", "reason": "情况复杂"})
    case.refresh_from_db()
    assert (case.extended_workdays, case.version) == (5, 4)
    assert "情况复杂" in text(manager, path)


def test_overdue_is_for_superiors(office: Client, manager: Client, moment: datetime) -> None:
    open_repair(at=moment - timedelta(days=14))
    assert "<h2>已逾期</h2>" not in text(office, "/office/cases/")
    assert "<h2>已逾期</h2>" in text(manager, "/office/cases/")
    operator = signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR))
    assert "已逾期" in text(operator, "/office/cases/")
    other = signed_in(staff("other", Role.AGENCY_MANAGER, OTHER))
    assert "没有逾期办件" in text(other, "/office/cases/")


def test_an_officer_files_for_one_who_came_in(office: Client) -> None:
    at = now()
    _, record = fined_restaurant(at, public_until=FOR_LONG)
    everything_done(at, record.key)
    path = f"/office/records/{record.key}/repair/"
    page = text(office, path)
    assert "海口椰风餐饮有限公司承诺" in page
    assert 'name="proof"' not in page  # the platform knows it
    commitment = SimpleUploadedFile("c.pdf", PDF, content_type="application/pdf")
    answer = office.post(path, {"contact": "138", "commitment": commitment})
    case = Case.objects.get()
    assert answer["Location"] == f"/office/cases/{case.number}/"
    assert (case.opened_by, case.fields) == ("lin.xiaomei", {"contact": "138"})
    bad = SimpleUploadedFile("c.pdf", b"MZ a program", content_type="application/pdf")
    Case.objects.update(closed_at=at, outcome="withdrawn")
    assert office.post(path, {"commitment": bad}).status_code == 422


def test_what_the_agency_knows_is_not_asked(office: Client) -> None:
    _, record = fined_restaurant(now(), public_until=FOR_LONG)
    path = f"/office/records/{record.key}/"
    for duty in ("payment", "correction"):
        office.post(f"{path}duty/", {"duty": duty, "state": "done", "stated_on": "2026-05-20"})
    assert 'name="proof"' not in text(office, f"{path}repair/")


def test_an_objection_shows_our_copy_beside_the_source(moment: datetime) -> None:
    subject, record = fined_restaurant(moment)
    filed = file_objection(
        actor=owner_of(subject.pk),
        at=moment,
        disputed=Disputed(Disputable.RECORD, str(record.key), subject.pk, "document_number"),
        claimed="琼市监处罚〔2026〕10号",
        ground="文号写错",
    )
    operator = signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR))
    number = Case.objects.get(pk=filed.case_id).number
    page = text(operator, f"/office/cases/{number}/")
    assert "平台所载与来源报送一致" in page
    assert "琼市监处罚〔2026〕10号" in page


def test_another_agencys_case_does_not_exist(moment: datetime) -> None:
    case = open_repair(at=moment)
    other = signed_in(staff("other", Role.REPORTER, OTHER))
    text(other, f"/office/cases/{case.number}/", status=404)
    text(other, "/office/cases/20260101-000001/", status=404)
    assert other.get(f"/office/cases/{case.number}/documents/{case.documents.get().pk}/").status_code == 404


def test_a_long_inbox_asks_the_database_no_more_often(manager: Client, moment: datetime) -> None:
    text(manager, "/office/cases/")  # what is read once and kept
    counts = []
    for number in range(1, 31):
        open_repair(at=moment - timedelta(days=number % 9), about=f"r{number}", subject_id=number)
        if number in {9, 30}:  # overdue ones among both
            with CaptureQueriesContext(connection) as captured:
                text(manager, "/office/cases/")
            counts.append(len(captured))
    assert counts[0] == counts[1] <= 9


def test_auditors_see_what_is_unusual(moment: datetime) -> None:
    at = now()
    auditor = signed_in(staff("chen.jing", Role.AUDITOR))
    assert "没有异常" in text(auditor, "/office/watch/")
    _, record = fined_restaurant(at - timedelta(days=3), public_until=FOR_LONG)
    one = replace(draft(record.subject_id), key=record.key, version=2, cause=Cause.WITHDRAWN, shown=False)
    write(one, at=at - timedelta(days=1))  # past the platform: nobody's act, no reason
    page = text(auditor, "/office/watch/")
    assert "没有依据的停止公示" in page
    assert f"?object_id={record.key}" in page


def test_what_was_said_is_shown_by_its_names_in_the_readers_language(office: Client, at: datetime) -> None:
    """A disputed field by what the catalogue calls it, codes and days written out, a source by its English name."""
    _, record = fined_restaurant(at)
    everything_done(at, record.key)
    repair = apply(at, record)
    page = text(office, f"/en/office/cases/{repair.number}/")
    assert "obtained by the platform from Hainan Market Regulation" in page
    disputed = Disputed(Disputable.RECORD, str(record.key), record.subject_id or 0, "fine_amount")
    filed = file_objection(actor=owner_of(record.subject_id or 0), at=at, disputed=disputed, claimed="x", ground="y")
    page = text(signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR)), f"/en/office/cases/{number_of(filed.case_id)}/")
    assert "<dt>What is disputed</dt><dd>Fine</dd>" in page
    assert "<dt>Shown by us</dt><dd>15,000 yuan</dd>" in page


def number_of(case_id: int) -> str:
    return Case.objects.get(pk=case_id).number
