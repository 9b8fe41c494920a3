"""Accounts of businesses and their mandates: written down by operators and at service windows, with the papers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User
from creditport.subjects.mandates.models import Mandate
from creditport.subjects.mandates.queries import standings_of
from creditport.subjects.register.models import Subject
from tests.factories.log import acts
from tests.factories.mandates import PAPER, account, counsel, owner
from tests.factories.records import make_subject
from tests.factories.staff import MADE_AT, every_role, signed_in, staff
from tests.sites.office.test_staff import NEW, address, secret_in

pytestmark = pytest.mark.django_db
CODE = "91460100MA5RFXBU8P"
HALL = "haikou-approval-service"


@pytest.fixture
def subject() -> Subject:
    return make_subject(at=MADE_AT)


@pytest.fixture
def window() -> Client:
    return signed_in(staff("fu.chunyan", Role.REPORTER, HALL))


def mandate(**other: object) -> dict[str, object]:
    paper = SimpleUploadedFile("营业执照.pdf", PAPER)
    return {"subject": CODE, "ground": "legal-representative", "document": paper, **other}


def test_a_person_comes_in_and_leaves_with_an_account_that_acts(subject: Subject, window: Client) -> None:
    answer = window.post(address("people-new"), {"username": "wang.zhiqiang", "name": "王志强"})
    secret = secret_in(answer.content.decode())
    page = address("person", "wang.zhiqiang")
    assert window.post(page, mandate())["Location"] == page
    holder = Client()
    holder.post(f"/accounts/link/{secret}/", {"new_password1": NEW, "new_password2": NEW})
    signed = holder.post("/accounts/login/", {"login": "wang.zhiqiang", "password": NEW}, follow=True)
    assert signed.redirect_chain[-1][0] == f"/my/{subject.pk}/"
    written = Mandate.objects.get()
    assert (written.ground, written.granted_by, written.until) == ("legal-representative", "fu.chunyan", None)
    told = AuditEntry.objects.get(act="mandate.grant")
    assert (told.actor_name, told.agency, told.object_id) == ("fu.chunyan", HALL, str(subject.pk))
    assert acts()[1:5] == ["account.open", "staff.give-link", "mandate.grant", "staff.use-link"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"document": ""}, "请选择文件"),
        ({"document": SimpleUploadedFile("a.exe", b"MZ...")}, "须为 PDF、JPEG 或 PNG"),
        ({"subject": "91460100MA5T8H2R3Q"}, "主体库中没有此代码"),
        ({"ground": "counsel"}, "辅导机构的委托必须有终止日"),
        ({"since": "2026-01-01"}, "起始日不早于今日"),
        ({"since": "2099-02-01", "until": "2099-02-01"}, "起始日不早于今日"),
    ],
)
def test_what_is_not_in_order_is_refused_in_words(
    other: dict[str, object], said: str, subject: Subject, window: Client
) -> None:
    account()
    answer = window.post(address("person", "wang.zhiqiang"), mandate(**other))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Mandate.objects.exists()


def test_a_mandate_of_a_later_day_holds_from_that_day(subject: Subject, window: Client) -> None:
    user = account()
    begins = civil_day(now()) + timedelta(days=10)
    sent = mandate(since=begins.isoformat(), until=(begins + timedelta(days=30)).isoformat(), ground="agent")
    assert window.post(address("person", user.username), sent).status_code == 302
    assert standings_of(user, now()) == ()
    assert len(standings_of(user, now() + timedelta(days=10))) == 1
    assert standings_of(user, now() + timedelta(days=40)) == ()


def test_a_mandate_ends_at_once_and_needs_its_reason(subject: Subject, window: Client) -> None:
    user = owner(subject.pk, MADE_AT)
    path = address("mandate-end", user.username, Mandate.objects.get().pk)
    window.post(path, {"reason": ""})
    assert len(standings_of(user, now())) == 1
    window.post(path, {"reason": "法定代表人已变更"})
    assert standings_of(user, now()) == ()
    ended = Mandate.objects.get()
    assert (ended.ended_by, ended.ended_because) == ("fu.chunyan", "法定代表人已变更")
    page = window.get(address("person", user.username)).content.decode()
    assert "法定代表人已变更" in page


def test_the_document_is_read_as_it_came_and_that_is_on_record(subject: Subject, window: Client) -> None:
    counsel(subject.pk, MADE_AT, date(2099, 1, 1))
    path = address("mandate-document", "yehai.fudao", Mandate.objects.get().pk)
    answer = window.get(path)
    assert (answer.content, answer["Content-Type"]) == (PAPER, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEntry.objects.latest("id").act == "mandate.read-document"
    account()
    elsewhere = address("mandate-document", "wang.zhiqiang", Mandate.objects.get().pk)
    assert window.get(elsewhere).status_code == 404


def test_a_window_finds_who_is_asked_for_and_leafs_through_nobody(subject: Subject, window: Client) -> None:
    owner(subject.pk, MADE_AT)
    account("li.other", "李某")
    path = address("people")
    assert "wang.zhiqiang" not in window.get(path).content.decode()
    for wanted in ("wang.zhiqiang", CODE, CODE.lower()):
        page = window.get(path, {"q": wanted}).content.decode()
        assert ("王志强" in page, "李某" in page) == (True, False)
    assert "没有找到账号" in window.get(path, {"q": "wang"}).content.decode()


def test_a_window_closes_no_account_and_touches_no_staff(window: Client) -> None:
    user = account()
    every_role()
    assert window.post(address("person-suspend", user.username), {"reason": "x"}).status_code == 403
    assert window.post(address("person-restore", user.username)).status_code == 403
    assert window.post(address("person-link", "manager")).status_code == 404
    assert User.objects.filter(is_active=True).count() == 7


def test_an_operator_closes_an_account_and_its_holder_is_out(subject: Subject) -> None:
    user = owner(subject.pk, MADE_AT)
    theirs, operator = signed_in(user), signed_in(every_role()["operator"])
    assert theirs.get(f"/my/{subject.pk}/").status_code == 200
    operator.post(address("person-suspend", user.username), {"reason": "冒用"})
    assert theirs.get(f"/my/{subject.pk}/").status_code == 302
    again = operator.post(address("person", user.username), mandate())
    assert "账号已停用" in again.content.decode()
    operator.post(address("person-restore", user.username))
    assert signed_in(user).get(f"/my/{subject.pk}/").status_code == 200


def test_the_pages_speak_english(subject: Subject, window: Client) -> None:
    owner(subject.pk, MADE_AT)
    page = window.get("/en/office/people/wang.zhiqiang/").content.decode()
    for said in ("For whom this account acts", "Write down a mandate", "Link for a new password"):
        assert said in page
