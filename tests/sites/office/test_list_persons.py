"""The page on which a natural person is proposed for a list: the number goes in one body and comes back in none."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditport.consequences.lists.models import ListEntry
from creditport.engines.cases.models import Case
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from creditport.subjects.register.models import Subject
from tests.factories.cases import PDF
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db
NUMBER = "460100199003070015"
PATH = "/office/lists/propose/person/"
LIST = f"{PATH}?{urlencode({'list': 'enforcement-defaulters'})}"
SAID = {
    "document_kind": "resident-identity-card",
    "document_number": NUMBER,
    "name": "黄海生",
    "reference": "（2026）琼执123号",
    "facts": "拒不履行生效判决确定的义务",
    "basis": "0",
}


@pytest.fixture
def clerk(db: None) -> Client:
    return signed_in(staff("zhong.lin", Role.REPORTER, "hainan-high-court"))


def test_only_lists_that_touch_persons_are_offered(clerk: Client) -> None:
    page = clerk.get(PATH).content.decode()
    assert "失信被执行人名单" in page
    assert "企业经营异常名录" not in page
    assert PATH in clerk.get("/office/lists/propose/").content.decode()


def test_a_list_without_a_basis_says_so(clerk: Client) -> None:
    answer = clerk.get(f"{PATH}?list=construction-serious")
    assert (answer.status_code, "仅为公布计划" in answer.content.decode() or "尚" in answer.content.decode()) == (
        422,
        True,
    )


def test_the_person_is_proposed_and_the_page_of_the_case_names_the_file(clerk: Client) -> None:
    form = clerk.get(LIST).content.decode()
    assert 'autocomplete="off"' in form
    evidence = SimpleUploadedFile("判决书.pdf", PDF, "application/pdf")
    answer = clerk.post(LIST, {**SAID, "evidence": evidence}, follow=True)
    case, entry = Case.objects.get(), ListEntry.objects.get()
    assert answer.redirect_chain == [(f"/office/cases/{case.number}/", 302)]
    page = answer.content.decode()
    assert ("（2026）琼执123号" in page, NUMBER in page, "黄海生" in page) == (True, False, False)
    assert (entry.list_id, entry.state, case.documents.count()) == ("enforcement-defaulters", "proposed", 1)
    for path in (f"/office/lists/{entry.pk}/", "/office/lists/", "/office/cases/"):
        told = clerk.get(path).content.decode()
        assert (NUMBER in told, "自然人" in told) == (False, True), path
    acts = AuditEntry.objects.filter(act="person.open-access").values_list("details", flat=True)
    assert [(each["purpose"], each["basis"], each["case"]) for each in acts] == [
        ("list-entry", "civil-procedure-law 第二百六十六条", "（2026）琼执123号")
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"facts": ""}, "请写明"),
        ({"name": ""}, "请填写姓名"),
        ({"reference": ""}, "请填写本机关案号"),
        ({"facts": f"{NUMBER} 拒不履行"}, "不得写入证件号码"),
        ({"facts": "460100-19900307-0015 拒不履行"}, "不得写入证件号码"),
        ({"document_number": "460100199003070016"}, "请逐位核对"),
        ({"document_kind": "passport-of-nowhere"}, "证件类型"),
    ],
)
def test_what_is_refused_never_comes_back_with_the_number(clerk: Client, changes: dict[str, str], said: str) -> None:
    answer = clerk.post(LIST, {**SAID, **changes})
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert NUMBER not in page
    assert 'value="黄海生"' not in page
    assert not Case.objects.exists()
    assert not Subject.objects.filter(kind="person").exists()


def test_another_name_is_told_without_telling_which(clerk: Client) -> None:
    keep_person(actor=SYSTEM, at=now(), identity=Identity("黄海波", "resident-identity-card", NUMBER))
    page = clerk.post(LIST, SAID).content.decode()
    assert "登记在另一姓名之下" in page
    assert ("黄海波" in page, NUMBER in page) == (False, False)
    assert not Case.objects.exists()


def test_a_list_that_the_agency_may_not_decide_is_not_offered(db: None) -> None:
    other = signed_in(staff("xing.yun", Role.REPORTER, "hainan-finance"))
    assert other.get(f"{PATH}?list=hainan-ecology-serious").status_code == 422
    assert other.post(f"{PATH}?list=hainan-ecology-serious", SAID).status_code == 422
    assert not Case.objects.exists()
