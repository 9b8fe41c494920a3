"""A subject's own pages: what is held, repair, objections, notices, who asked, who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from creditport.consequences.notices.actions import make_notices, record_service
from creditport.consequences.notices.choices import ServiceWay
from creditport.consequences.objections.models import Objection
from creditport.consequences.repair.models import RepairDecision, RepairDraft
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.models import Mandate
from creditport.subjects.register.models import Subject
from tests.factories.mandates import PAPER, account, counsel, owner
from tests.factories.people import LIN_XIAOMEI
from tests.factories.records import draft, make_subject, write
from tests.factories.repairs import everything_done, ready_to_decide
from tests.factories.staff import every_role, signed_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Mine:
    """王志强, his restaurant and its fine, which may be repaired since twenty days ago."""

    subject: Subject
    record: Record
    user: User
    client: Client


@pytest.fixture
def mine(db: None) -> Mine:
    at, today = now(), civil_day(now())
    subject = make_subject(at=at)
    one = draft(subject.pk)
    fields = {name: getattr(one, name) for name in one.__slots__}
    fields |= {
        "decided_on": today - timedelta(days=110),
        "public_from": today - timedelta(days=110),
        "repair_opens_on": today - timedelta(days=20),
        "public_until": today + timedelta(days=255),
    }
    record = write(type(one)(**fields), at=at)
    user = owner(subject.pk, at)
    return Mine(subject, record, user, signed_in(user))


def upload(name: str = "缴款书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER, "application/pdf")


def address(name: str, *args: object) -> str:
    with override("zh-hans"):  # whatever the request before left behind
        return reverse(f"my:{name}", args=args)


def test_the_only_business_is_opened_at_once(mine: Mine) -> None:
    assert mine.client.get(address("home"))["Location"] == f"/my/{mine.subject.pk}/"


def test_signing_in_leads_to_the_own_pages(mine: Mine) -> None:
    sent = {"login": "wang.zhiqiang", "password": "a-long-phrase-for-tests"}
    assert Client().post("/accounts/login/", sent)["Location"] == "/my/"


def test_every_adverse_record_says_what_can_be_done(mine: Mine) -> None:
    page = mine.client.get(address("records", mine.subject.pk)).content.decode()
    assert "海口椰风餐饮有限公司" in page
    assert "琼市监处罚〔2026〕1号" in page
    assert "term-bar" in page
    assert "尚缺：" in page
    assert address("repair", mine.record.key) in page


def test_an_application_is_filed_with_proof_and_a_commitment_signed_online(mine: Mine) -> None:
    path = address("repair", mine.record.key)
    sent = {"proof": upload(), "signed_by": "王志强", "agreed": "on", "contact": "0898-12345678"}
    answer = mine.client.post(path, sent)
    case = Case.objects.get()
    assert answer["Location"] == address("application", case.number)
    assert sorted((each.kind, each.media_type) for each in case.documents.all()) == [
        ("commitment", "application/pdf"),
        ("proof-of-duties", "application/pdf"),
    ]
    assert (case.opened_by, case.fields) == ("wang.zhiqiang", {"contact": "0898-12345678"})


def test_what_the_platform_knows_is_not_asked(mine: Mine) -> None:
    everything_done(now(), mine.record.key, LIN_XIAOMEI)
    page = mine.client.get(address("repair", mine.record.key)).content.decode()
    assert "平台已代为取得" in page
    assert 'name="proof"' not in page
    mine.client.post(address("repair", mine.record.key), {"signed_by": "王志强", "agreed": "on"})
    assert Case.objects.get().documents.filter(obtained_from="").count() == 1


def test_nothing_is_filed_without_the_commitment(mine: Mine) -> None:
    answer = mine.client.post(address("repair", mine.record.key), {"proof": upload(), "signed_by": "王志强"})
    assert answer.status_code == 422
    assert "请勾选" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_draft_waits_and_goes_when_it_is_filed(mine: Mine) -> None:
    path = address("repair", mine.record.key)
    mine.client.post(path, {"keep": "1", "statement": "已经更换冷柜", "signed_by": "王志强"})
    elsewhere = signed_in(mine.user)
    assert "已经更换冷柜" in elsewhere.get(path).content.decode()
    elsewhere.post(path, {"proof": upload(), "signed_by": "王志强", "agreed": "on", "statement": "已经更换冷柜"})
    assert Case.objects.get().fields == {"statement": "已经更换冷柜"}
    assert not RepairDraft.objects.exists()


def test_a_case_shows_its_clock_and_names_no_officer(mine: Mine) -> None:
    ready_to_decide(now(), mine.record)
    page = mine.client.get(address("application", Case.objects.get().number)).content.decode()
    assert "核查与决定" in page
    assert "海南省市场监督管理局" in page
    assert "lin.xiaomei" not in page
    assert "撤回申请" in page


def test_an_application_may_be_withdrawn_by_its_subject(mine: Mine) -> None:
    case = ready_to_decide(now(), mine.record)
    path = address("application-act", case.number, "withdraw")
    mine.client.post(path, {"version": case.version})
    assert Case.objects.get().outcome == "withdrawn"


def test_the_acts_of_officers_are_not_the_subjects(mine: Mine) -> None:
    case = ready_to_decide(now(), mine.record)
    path = address("application-act", case.number, "grant")
    assert mine.client.post(path, {"version": case.version}).status_code == 403
    assert Case.objects.get().outcome == ""


def test_the_decision_is_downloaded(mine: Mine) -> None:
    case = ready_to_decide(now(), mine.record)
    act(actor=LIN_XIAOMEI, at=now(), case_id=case.pk, act_id="grant", version=case.version)
    decision = RepairDecision.objects.get()
    page = mine.client.get(address("application", case.number)).content.decode()
    assert address("decision", decision.pk) in page
    answer = mine.client.get(address("decision", decision.pk))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "已修复" in mine.client.get(address("records", mine.subject.pk)).content.decode()


def test_an_objection_marks_the_record(mine: Mine) -> None:
    sent = {"field": "fine_amount", "claimed": "0.5", "ground": "决定书载明五千元"}
    answer = mine.client.post(address("object", mine.record.key), sent)
    assert answer.status_code == 302
    filed = Objection.objects.get()
    assert (filed.field, filed.claimed, filed.about_id) == ("fine_amount", "0.5", str(mine.record.key))
    assert "有异议" in mine.client.get(address("records", mine.subject.pk)).content.decode()
    assert "信用信息异议" in mine.client.get(address("applications", mine.subject.pk)).content.decode()


def test_notices_are_read_once_they_are_served(mine: Mine) -> None:
    made = make_notices(actor=LIN_XIAOMEI, at=now(), record_key=mine.record.key)
    paper = address("notice", made.pk, "repair-notice")
    assert mine.client.get(paper).status_code == 404
    record_service(actor=LIN_XIAOMEI, at=now(), set_id=made.pk, way=ServiceWay.PLATFORM, served_on=civil_day(now()))
    assert "信用修复提示书" in mine.client.get(address("notices", mine.subject.pk)).content.decode()
    assert mine.client.get(paper).content.startswith(b"%PDF-")
    assert mine.client.get(address("notice", made.pk, "nothing")).status_code == 404


def test_nobody_has_asked_yet(mine: Mine) -> None:
    assert "还没有人查过" in mine.client.get(address("accesses", mine.subject.pk)).content.decode()


def test_the_owner_gives_a_mandate_and_ends_it(mine: Mine) -> None:
    account("yehai.fudao", "海口椰海信用服务中心")
    until = civil_day(now()) + timedelta(days=90)
    sent = {"account": "yehai.fudao", "ground": "counsel", "until": until.isoformat(), "document": upload()}
    assert mine.client.post(address("people", mine.subject.pk), sent).status_code == 302
    mandate = Mandate.objects.get(ground="counsel")
    assert mandate.until == until
    body = signed_in(mandate.account)
    assert body.get(address("records", mine.subject.pk)).status_code == 200
    mine.client.post(address("end-mandate", mine.subject.pk, mandate.pk))
    assert body.get(address("records", mine.subject.pk)).status_code == 404


def test_an_unknown_account_is_said_to_be_unknown(mine: Mine) -> None:
    sent = {"account": "nobody", "ground": "agent", "document": upload()}
    answer = mine.client.post(address("people", mine.subject.pk), sent)
    assert answer.status_code == 422
    assert "没有这个名称的办事账户" in answer.content.decode()


def test_a_counselling_body_files_but_gives_no_mandates(mine: Mine) -> None:
    body = signed_in(counsel(mine.subject.pk, now(), civil_day(now()) + timedelta(days=30)))
    sent = {"proof": upload(), "signed_by": "王志强", "agreed": "on"}
    assert body.post(address("repair", mine.record.key), sent).status_code == 302
    assert body.post(address("people", mine.subject.pk), {}).status_code == 403


def every_address(mine: Mine) -> list[str]:
    case = ready_to_decide(now(), mine.record)
    made = make_notices(actor=LIN_XIAOMEI, at=now(), record_key=mine.record.key)
    act(actor=LIN_XIAOMEI, at=now(), case_id=case.pk, act_id="grant", version=case.version)
    number = RepairDecision.objects.get().pk
    plain = [address(name, mine.subject.pk) for name in ("records", "applications", "notices", "accesses", "people")]
    about = [address("repair", mine.record.key), address("object", mine.record.key)]
    return [
        *plain,
        *about,
        address("application", case.number),
        address("decision", number),
        address("notice", made.pk, "all"),
    ]


def test_what_belongs_to_others_does_not_exist(mine: Mine) -> None:
    other = make_subject(at=now(), name="三亚某公司", uscc="91460200MA5RFXBU8Q")
    stranger = account("li.si", "李四")
    Mandate.objects.create(
        account=stranger,
        subject=other,
        ground="legal-representative",
        since=date(2026, 1, 1),
        granted_at=now(),
        granted_by="test",
    )
    client = signed_in(stranger)
    assert [client.get(path).status_code for path in every_address(mine)] == [404] * 10


def test_without_a_sign_in_one_is_asked_for_and_staff_are_refused(mine: Mine, at: datetime) -> None:
    paths = every_address(mine)
    assert {Client().get(path).status_code for path in paths} == {302}
    assert all("/accounts/login/" in Client().get(path)["Location"] for path in paths)
    for user in every_role().values():
        client = signed_in(user)
        assert {client.get(path).status_code for path in paths} == {403}


def test_an_ended_mandate_closes_everything_at_the_next_request(mine: Mine) -> None:
    Mandate.objects.update(ended_at=now())
    assert mine.client.get(address("records", mine.subject.pk)).status_code == 404
    assert "还没有关联" in mine.client.get(address("home")).content.decode()


def test_the_pages_are_in_english_too(mine: Mine) -> None:
    page = mine.client.get(f"/en/my/{mine.subject.pk}/").content.decode()
    assert "Adverse records that show" in page
    assert "Apply for repair" in page
