"""An entry in a list on its subject's own pages, and the removal that the subject asks for there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from creditport.consequences.lists.cases import begin_entry
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.terms import months_later
from creditport.engines.cases.models import Case
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.choices import Role
from tests.factories.consequences import EntryDraft, enter, on_list_since, procurement_draft
from tests.factories.listing import HR, OFFICER, WAGES, proposal
from tests.factories.mandates import PAPER, account, owner
from tests.factories.records import make_subject
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db
MENDED = "The arrears are made good and the conditions of removal are met"


@dataclass(frozen=True, slots=True)
class Mine:
    """王志强 and his firm, which is on the list of wage arrears."""

    entry: ListEntry
    client: Client

    @property
    def path(self) -> str:
        return address("list-entry", self.entry.subject_id, self.entry.pk)

    def ask(self, **changes: object) -> HttpResponse:
        sent = {"ground": MENDED, "statement": "工资已经付清", "proof": paper(), **changes}
        return cast(HttpResponse, self.client.post(self.path, {k: v for k, v in sent.items() if v is not None}))


@pytest.fixture
def mine(db: None) -> Mine:
    draft = EntryDraft(subject_id=make_subject(at=now()).pk)
    entry = enter(on_list_since(draft, civil_day(now()) - timedelta(days=100)), at=now())
    return Mine(entry, signed_in(owner(entry.subject_id, now())))


def address(name: str, *args: object) -> str:
    with override("zh-hans"):
        return reverse(f"my:{name}", args=args)


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("银行回单.pdf", PAPER, "application/pdf")


def test_the_entry_is_named_where_everything_held_is_named(mine: Mine) -> None:
    page = mine.client.get(address("records", mine.entry.subject_id)).content.decode()
    assert "拖欠农民工工资失信联合惩戒对象名单" in page
    assert mine.path in page


def test_the_page_tells_due_process_and_what_may_be_asked(mine: Mine) -> None:
    page = mine.client.get(mine.path).content.decode()
    assert "拖欠 23 名农民工工资 46 万元" in page
    assert "《保障农民工工资支付条例》第四十八条" in page
    assert "已改正拖欠行为并符合移出条件" in page
    assert "申请移出" in page
    english = mine.client.get(f"/en{mine.path}").content.decode()
    assert MENDED in english
    assert "Ask for the removal" in english


def test_what_was_asked_is_followed_and_reaches_the_inbox_of_the_agency(mine: Mine) -> None:
    answer = mine.ask()
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address("application", case.number))
    application = mine.client.get(address("application", case.number)).content.decode()
    assert "已改正拖欠行为并符合移出条件" in application
    assert MENDED not in application
    assert "撤回申请" in application
    page = mine.client.get(mine.path).content.decode()
    assert (case.number in page, "申请移出</button>" in page) == (True, False)
    officer = signed_in(staff("wu.duoxian", Role.REPORTER, "hainan-human-resources"))
    assert case.number in officer.get("/office/cases/").content.decode()
    told = officer.get(f"/office/cases/{case.number}/").content.decode()
    assert ("已改正拖欠行为并符合移出条件" in told, "工资已经付清" in told) == (True, True)
    elsewhere = signed_in(staff("xing.yun", Role.REPORTER, "hainan-finance"))
    assert case.number not in elsewhere.get("/office/cases/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"proof": None}, "请选择文件"),
        ({"statement": ""}, "请写明符合哪一项移出条件"),
        ({"ground": "The bar from procurement has run out"}, "请选择已经具备的移出情形"),
    ],
)
def test_what_is_missing_is_said(mine: Mine, changes: dict[str, object], said: str) -> None:
    answer = mine.ask(**changes)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Case.objects.exists()


def test_a_file_of_another_kind_is_refused(mine: Mine) -> None:
    answer = mine.ask(proof=SimpleUploadedFile("回单.pdf", b"MZ not a paper", "application/pdf"))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_too_early_names_the_day_and_has_no_form(mine: Mine) -> None:
    today = civil_day(now())
    listed_today = replace(
        on_list_since(EntryDraft(subject_id=mine.entry.subject_id), today),
        list_id="market-regulation-serious",
        agency="hainan-market-regulation",
        instrument="enterprise-information-publicity-regulation",
        article="第十七条",
    )
    entry = enter(listed_today, at=now())
    path = address("list-entry", entry.subject_id, entry.pk)
    page = mine.client.get(path).content.decode()
    assert "期限届满自动移出，无须申请。" in page
    opens_on = months_later(today, 12)
    assert f"自{opens_on.year}年{opens_on.month}月{opens_on.day}日起可以申请" in page
    assert "申请移出</button>" not in page
    sent = {"ground": "One year on the list, duties performed and no heavier penalty since", "statement": "x"}
    assert mine.client.post(path, {**sent, "proof": paper()}).status_code == 422
    assert not Case.objects.exists()


def test_what_is_only_being_prepared_or_is_another_s_does_not_exist(mine: Mine) -> None:
    subject = mine.entry.subject_id
    hidden = begin_entry(actor=OFFICER, at=now(), agency=HR, proposal=proposal(subject, WAGES))
    prepared = ListEntry.objects.get(case_id=hidden.pk)
    other = make_subject(at=now(), name="三亚某公司", uscc="91460200MA5RFXBU8Q")
    theirs = enter(on_list_since(procurement_draft(other.pk), civil_day(now())), at=now())
    for number in (prepared.pk, theirs.pk, 987):
        assert mine.client.get(address("list-entry", subject, number)).status_code == 404
    assert mine.client.get(address("list-entry", other.pk, theirs.pk)).status_code == 404
    assert signed_in(account("li.si", "李四")).get(mine.path).status_code == 404
    assert Client().get(mine.path).status_code == 302
