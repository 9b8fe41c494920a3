"""Contested acts in the office: noted by one, what was ordered entered by another, and it happens at once."""

from __future__ import annotations

import pytest
from django.test import Client

from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.choices import Role
from creditport.subjects.register.models import Subject
from tests.factories.repairs import FOR_LONG, fined_restaurant
from tests.factories.staff import MARKET, OTHER, signed_in, staff

pytestmark = pytest.mark.django_db
FILING = {
    "kind": "litigation",
    "body": "海口市中级人民法院",
    "reference": "（2026）琼01行初45号",
    "filed_on": "2026-03-09",
}
ORDER = {"act": "suspended", "ruling": "（2026）琼01行初45号之一", "ruled_on": "2026-03-20", "reason": ""}


@pytest.fixture
def fined() -> tuple[Subject, Record]:
    return fined_restaurant(now(), public_until=FOR_LONG)


@pytest.fixture
def reporter() -> Client:
    return signed_in(staff("lin.xiaomei", Role.REPORTER, MARKET))


@pytest.fixture
def manager() -> Client:
    return signed_in(staff("huang.wei", Role.AGENCY_MANAGER, MARKET))


def test_from_the_record_to_the_annulment(fined: tuple[Subject, Record], reporter: Client, manager: Client) -> None:
    subject, record = fined
    path = f"/office/contested/record/{record.key}/"
    assert path in reporter.get(f"/office/records/{record.key}/").content.decode()
    noted = reporter.post(path, FILING, follow=True).content.decode()
    assert "（2026）琼01行初45号" in noted
    assert "未结" in noted
    assert "录入</button>" not in noted  # a reporter enters no order
    order = f"/office/proceedings/{Proceeding.objects.get().pk}/order/"
    assert "停止执行" in manager.post(order, ORDER, follow=True).content.decode()
    assert public_records(subject.pk) == ()
    manager.post(order, {**ORDER, "act": "resumed"})
    assert len(public_records(subject.pk)) == 1
    done = manager.post(order, {**ORDER, "act": "annulled"}, follow=True).content.decode()
    assert "撤销原行为" in done
    assert Record.objects.filter(key=record.key).latest("version").state == "withdrawn"


def test_who_gets_through(fined: tuple[Subject, Record], reporter: Client, manager: Client) -> None:
    _, record = fined
    path = f"/office/contested/record/{record.key}/"
    manager.post(path, FILING)
    order = f"/office/proceedings/{Proceeding.objects.get().pk}/order/"
    other = signed_in(staff("other", Role.AGENCY_MANAGER, OTHER))
    auditor = signed_in(staff("chen.jing", Role.AUDITOR))
    answers = [client.post(order, ORDER).status_code for client in (reporter, other, auditor, Client())]
    assert answers == [403, 404, 403, 302]
    own = manager.post(order, ORDER, follow=True).content.decode()
    assert "须由不同的人办理" in own
    assert ProceedingEvent.objects.count() == 0
    assert signed_in(staff("fu.hai", Role.PLATFORM_OPERATOR)).post(order, ORDER).status_code == 302
    assert ProceedingEvent.objects.count() == 1


def test_what_is_wrong_comes_back_in_words(fined: tuple[Subject, Record], reporter: Client, manager: Client) -> None:
    _, record = fined
    path = f"/office/contested/record/{record.key}/"
    refused = reporter.post(path, {**FILING, "filed_on": "2099-01-01"})
    assert refused.status_code == 422
    assert "所填日期尚未到来" in refused.content.decode()
    reporter.post(path, FILING)
    assert "已经登记" in reporter.post(path, FILING).content.decode()
    order = f"/office/proceedings/{Proceeding.objects.get().pk}/order/"
    assert "请填写文书编号和日期" in manager.post(order, {"act": "upheld"}, follow=True).content.decode()
    for address in ("/office/contested/record/nothing/", "/office/contested/person/1/", "/office/contested/measure/9/"):
        assert reporter.get(address).status_code == 404
