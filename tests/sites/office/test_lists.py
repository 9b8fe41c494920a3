"""An officer walks an entry through its steps on the pages: every step, who may, what is not possible yet, the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creditport.consequences.lists.cases import begin_entry
from creditport.consequences.lists.models import ListEntry
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.kernel.identity.choices import Role
from creditport.sites.my.views import applications as my_views
from creditport.sites.office.views import cases as case_views
from creditport.sites.office.views import lists as views
from creditport.sites.office.views import openings
from creditport.subjects.register.models import Subject
from tests.factories.cases import PDF
from tests.factories.listing import HR, OFFICER, WAGES, DoneAt, proposal
from tests.factories.mandates import owner
from tests.factories.records import make_subject
from tests.factories.staff import MARKET, OTHER, signed_in, staff

pytestmark = pytest.mark.django_db

USCC = "91460100MA5RFXBU8P"
PROVINCE = "hainan-business-environment"
FACTS = "拖欠 23 名农民工工资 46 万元，经责令限期支付仍拒不支付"


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[datetime]:
    """The instant at which the office works; a test may move it."""
    clock = [at]
    for module in (views, case_views, my_views, openings):
        monkeypatch.setattr(module, "now", lambda: clock[0])
    return clock


@pytest.fixture
def officer() -> Client:
    return signed_in(staff("wu.duoxian", Role.REPORTER, HR))


@pytest.fixture
def head() -> Client:
    return signed_in(staff("fu.haibo", Role.AGENCY_MANAGER, HR))


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def _propose(client: Client, list_id: str = WAGES, uscc: str = USCC, **more: object) -> str:
    """Through both pages; the address of the case."""
    asked = f"/office/lists/propose/?{urlencode({'subject': uscc, 'list': list_id})}"
    assert client.get(asked).status_code == 200
    answer = client.post(asked, {"facts": FACTS, "basis": "0", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _act(client: Client, case: str, act: str, **said: str) -> str:
    """Do one act with the version that stands; what the page then says."""
    version = Case.objects.latest("id").version
    form = {f"{act}-{name}": value for name, value in {"version": str(version), **said}.items()}
    answer = client.post(f"{case}act/{act}/", form, follow=True)
    return answer.content.decode()


def _noticed(officer: Client, served_on: str = "2026-11-10") -> str:
    case = _propose(officer)
    _act(officer, case, "served", served_on=served_on, service="Handed over in person")
    return case


def test_from_the_proposal_to_the_public_page_and_back(officer: Client, head: Client, moment: list[datetime]) -> None:
    subject = make_subject(at=moment[0])
    offered = text(officer, f"/office/lists/propose/?subject={USCC}&list={WAGES}")
    assert "《保障农民工工资支付条例》第四十八条" in offered
    case = _propose(officer)
    page = text(officer, case)
    assert "办理中" in page and "尚未开始" in page
    assert "还有 20 个工作日" in page
    page = _act(officer, case, "served", served_on="2026-11-10", service="Handed over in person")
    assert "直接送达" in page and "2026年11月17日" in page  # the last day for a statement
    _act(officer, case, "lapsed")
    enter = {"enter-version": "3", "enter-reason": "x", "enter-decision_number": "1", "enter-head": "符海波"}
    assert officer.post(f"{case}act/enter/", enter).status_code == 403
    assert Case.objects.latest("id").step == "decision"
    page = text(officer, case)
    assert "由他人办理的事项" in page and "机关管理员" in page
    _act(head, case, "enter", reason="拒不支付", decision_number="琼人社列〔2026〕9号", head="符海波")
    _act(head, case, "put-in-force", served_on="2026-11-24", service="By post")
    assert [each.content["document_number"] for each in public_records(subject.pk)] == ["琼人社列〔2026〕9号"]
    entry = ListEntry.objects.get()
    page = text(officer, f"/office/lists/{entry.pk}/")
    assert "邮寄送达" in page and "琼人社列〔2026〕9号" in page
    answer = officer.post(f"/office/lists/{entry.pk}/removal/", {"statement": "工资已经付清"})
    removal = str(answer["Location"])
    _act(officer, removal, "accept")
    _act(head, removal, "remove", reason="移出条件已经满足")
    assert public_records(subject.pk) == ()
    assert "已移出" in text(officer, f"/office/lists/{entry.pk}/")


def test_the_page_says_beforehand_why_a_step_is_not_possible_yet(
    officer: Client, head: Client, moment: list[datetime]
) -> None:
    make_subject(at=moment[0])
    case = _noticed(officer, served_on="2026-11-23")
    page = text(officer, case)
    assert "陈述申辩期限至2026年11月30日，期限届满或者听取陈述申辩之后，方可作出决定。" in page
    assert "还没有收到陈述申辩" in page
    assert "陈述申辩期限至2026年11月30日" in _act(officer, case, "lapsed")
    english = officer.get(case, headers={"Accept-Language": "en"}, follow=True)
    assert english.status_code == 200
    moment[0] += timedelta(days=7)
    _act(officer, case, "lapsed")
    assert Case.objects.latest("id").step == "decision"


def test_whoever_proposed_reads_that_another_must_decide(head: Client, moment: list[datetime]) -> None:
    make_subject(at=moment[0])
    case = _noticed(head)
    page = _act(head, case, "lapsed")
    assert "该列入由您提出，须由本机关另一名负责人决定。" in page
    assert "enter-decision_number" not in page
    assert "该列入由您提出" in _act(head, case, "enter", reason="x", decision_number="1", head="符海波")


def test_the_subject_reads_the_notice_and_answers(officer: Client, moment: list[datetime]) -> None:
    subject = make_subject(at=moment[0])
    mine = signed_in(owner(subject.pk, moment[0]))
    case = _propose(officer)
    number = Case.objects.get().number
    assert number not in text(mine, f"/my/{subject.pk}/applications/")
    text(mine, f"/my/applications/{number}/", status=404)
    _act(officer, case, "served", served_on="2026-11-24", service="By post")
    assert number in text(mine, f"/my/{subject.pk}/applications/")
    page = text(mine, f"/my/applications/{number}/")
    assert FACTS in page and "拖欠农民工工资失信联合惩戒对象名单" in page
    mine.post(f"/my/applications/{number}/stated/", {"version": "2", "reason": "工资已于 11 月 20 日付清"})
    assert ListEntry.objects.get().statement == "工资已于 11 月 20 日付清"
    assert "工资已于 11 月 20 日付清" in text(officer, case)


@pytest.mark.parametrize(
    ("list_id", "uscc", "words"),
    [
        ("statistics-serious", USCC, "该名单尚在筹划"),
        (WAGES, "91460100MA5RFXBU8Q", "没有使用该代码的主体"),
        ("social-organisation-serious", USCC, "该名单不适用于这类主体"),
    ],
)
def test_a_choice_that_does_not_fit_comes_back_with_its_reason(
    list_id: str, uscc: str, words: str, officer: Client, moment: list[datetime]
) -> None:
    make_subject(at=moment[0])
    asked = f"/office/lists/propose/?{urlencode({'subject': uscc, 'list': list_id})}"
    assert words in text(officer, asked, status=422)
    assert officer.post(asked, {"facts": FACTS, "basis": "0"}).status_code == 422
    assert not Case.objects.exists()


def test_an_article_that_is_not_offered_is_refused(officer: Client, moment: list[datetime]) -> None:
    make_subject(at=moment[0])
    asked = f"/office/lists/propose/?subject={USCC}&list={WAGES}"
    answer = officer.post(asked, {"facts": FACTS, "basis": "7"})
    assert answer.status_code == 422
    assert "该条款今日不足以支持列入" in answer.content.decode()


def test_one_case_at_a_time(officer: Client, moment: list[datetime]) -> None:
    make_subject(at=moment[0])
    _propose(officer)
    answer = officer.post(f"/office/lists/propose/?subject={USCC}&list={WAGES}", {"facts": FACTS, "basis": "0"})
    assert answer.status_code == 422
    assert Case.objects.count() == ListEntry.objects.count() == 1


def test_another_agencys_entry_does_not_exist(moment: list[datetime]) -> None:
    subject = make_subject(at=moment[0])
    begin_entry(actor=OFFICER, at=moment[0], agency=HR, proposal=proposal(subject.pk, WAGES))
    entry = ListEntry.objects.get()
    other = signed_in(staff("other", Role.REPORTER, OTHER))
    text(other, f"/office/lists/{entry.pk}/", status=404)
    assert "没有名单列入" in text(other, "/office/lists/")
    auditor = signed_in(staff("chen.jing", Role.AUDITOR))
    assert "海口椰风餐饮有限公司" in text(auditor, "/office/lists/")
    assert "办理移出" not in text(auditor, f"/office/lists/{entry.pk}/")


def test_an_entry_that_should_not_have_been_made_is_annulled(
    officer: Client, head: Client, moment: list[datetime]
) -> None:
    subject = make_subject(at=moment[0])
    case = _noticed(officer)
    _act(officer, case, "lapsed")
    _act(head, case, "enter", reason="拒不支付", decision_number="9", head="符海波")
    _act(head, case, "put-in-force", served_on="2026-11-24", service="By post")
    entry = ListEntry.objects.get()
    path = f"/office/lists/{entry.pk}/annul/"
    assert head.post(path, {"version": str(entry.version), "reason": ""}).status_code == 422
    assert officer.post(path, {"version": str(entry.version), "reason": "认错主体"}).status_code == 403
    assert "已被他人更改" in head.post(path, {"version": "1", "reason": "认错主体"}, follow=True).content.decode()
    assert (
        "该列入已撤销"
        in head.post(path, {"version": str(entry.version), "reason": "认错主体"}, follow=True).content.decode()
    )
    assert public_records(subject.pk) == ()


def test_a_government_default_is_determined_and_repaired(moment: list[datetime]) -> None:
    body = make_subject(at=moment[0], kind="government-body", name="某县交通运输局", uscc="11460100008173096G")
    officer = signed_in(staff("xu.lan", Role.REPORTER, PROVINCE))
    head = signed_in(staff("chen.ming", Role.AGENCY_MANAGER, PROVINCE))
    asked = f"/office/lists/propose/?subject={body.uscc}&list=government-default"
    assert officer.post(asked, {"facts": "拖欠账款", "basis": "0"}).status_code == 422  # evidence is required
    case = _propose(
        officer, "government-default", body.uscc or "", evidence=SimpleUploadedFile("e.pdf", PDF, "application/pdf")
    )
    _act(officer, case, "hear", served_on="2026-11-10", service="By official exchange")
    assert "请先逐份查看本案全部材料" in text(head, case)
    paper = Case.objects.get().documents.get()
    head.get(f"{case}documents/{paper.pk}/")
    _act(head, case, "determine", reason="拖欠账款", decision_number="琼营商认〔2026〕1号", head="陈明")
    _act(head, case, "put-in-force", served_on="2026-11-24", service="By official exchange")
    entry = ListEntry.objects.get()
    assert (entry.state, entry.decided_by) == ("in-force", "陈明")
    _act(head, case, "repaired", reason="账款已经付清")
    entry.refresh_from_db()
    assert entry.state == "removed"


def test_a_protection_is_opened_and_walked_to_its_end(moment: list[datetime]) -> None:
    subject = make_subject(at=moment[0])
    operator = signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR))
    assert "/office/cases/new/bankruptcy-protection/" in text(operator, "/office/cases/new/")
    said = {
        "subject": USCC,
        "court": "海口市中级人民法院",
        "ruling_number": "（2026）琼01破1号",
        "ruled_on": "2026-11-20",
        "protected_until": "2027-11-20",
    }
    path = "/office/cases/new/bankruptcy-protection/"
    assert operator.post(path, said).status_code == 422  # the ruling itself is missing
    answer = operator.post(path, {**said, "paper-court-ruling": SimpleUploadedFile("r.pdf", PDF)})
    case = str(answer["Location"])
    operator.get(f"{case}documents/{Case.objects.get().documents.get().pk}/")
    _act(operator, case, "protect")
    assert Subject.objects.get(pk=subject.pk).status == "reorganisation"
    _act(operator, case, "completed", reason="重整计划执行完毕")
    assert Subject.objects.get(pk=subject.pk).status == "active"


def test_an_abnormal_entry_is_made_without_notice_and_repaired_at_the_window(moment: list[datetime]) -> None:
    subject = make_subject(at=moment[0])
    officer = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    head = signed_in(staff("huang.wei", Role.AGENCY_MANAGER, MARKET))
    case = _propose(officer, "enterprise-abnormal")
    _act(head, case, "enter", reason="未按期公示年报", decision_number="琼市监异〔2026〕1号", head="黄伟")
    _act(head, case, "put-in-force", served_on="2026-11-24")
    entry = ListEntry.objects.get()
    assert (entry.state, entry.record_key in {each.key for each in public_records(subject.pk)}) == ("in-force", True)
    window = f"/office/records/{entry.record_key}/repair/"
    answer = officer.post(
        window, {"commitment": SimpleUploadedFile("c.pdf", PDF), "proof": SimpleUploadedFile("p.pdf", PDF)}
    )
    assert answer.status_code == 302, answer.content.decode()
    repair = Case.objects.latest("id")
    assert repair.type_id == "repair-of-abnormal-entry"
    for paper in repair.documents.all():
        officer.get(f"{answer['Location']}documents/{paper.pk}/")
    _act(officer, str(answer["Location"]), "grant")
    entry.refresh_from_db()
    assert (entry.state, public_records(subject.pk)) == ("removed", ())


def test_a_protection_is_not_an_agencys_to_open(moment: list[datetime]) -> None:
    reporter = signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))
    assert "bankruptcy-protection" not in text(reporter, "/office/cases/new/")
    text(reporter, "/office/cases/new/bankruptcy-protection/", status=404)
    text(reporter, "/office/cases/new/repair/", status=404)


def test_held_reports_are_told(moment: list[datetime]) -> None:
    reader = signed_in(staff("wu.duoxian", Role.REPORTER, HR))
    assert "没有搁置的列入" in text(reader, "/office/lists/held/")


def test_the_list_asks_the_database_no_more_often_for_more_entries(officer: Client, moment: list[datetime]) -> None:
    text(officer, "/office/lists/")  # what is read once and kept
    counts = []
    for number in range(1, 13):
        one = make_subject(at=moment[0], name=f"第{number}家", uscc=f"9146010{number:011d}")
        begin_entry(actor=OFFICER, at=moment[0], agency=HR, proposal=proposal(one.pk, WAGES))
        if number in {3, 12}:
            with CaptureQueriesContext(connection) as captured:
                text(officer, "/office/lists/")
            counts.append(len(captured))
    assert counts[0] == counts[1]
    assert DoneAt(Case.objects.latest("id").pk, moment[0]).entry().state == "proposed"
