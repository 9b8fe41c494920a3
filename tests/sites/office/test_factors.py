"""Lost second factors in the office: for whose accounts, by whom, and that one person does not do both parts."""

from __future__ import annotations

import pytest
from django.test import Client

from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.choices import Role
from tests.factories.mandates import account
from tests.factories.staff import MARKET, signed_in, staff

pytestmark = pytest.mark.django_db
HALL = "haikou-approval-service"
SAID = {"reason": "手机遗失", "identity": "document"}


@pytest.fixture
def manager(db: None) -> Client:
    staff("lin.xiaomei", Role.REPORTER, MARKET)
    return signed_in(staff("fu.jianguo", Role.AGENCY_MANAGER, MARKET))


@pytest.fixture
def operator(db: None) -> Client:
    return signed_in(staff("wu.haisheng", Role.PLATFORM_OPERATOR))


def test_it_waits_in_the_inbox_of_the_second_person_only(manager: Client, operator: Client) -> None:
    assert manager.post("/office/factors/lin.xiaomei/", SAID).status_code == 302
    assert "手机遗失" in operator.get("/office/").content.decode()
    assert "手机遗失" not in manager.get("/office/").content.decode()
    page = manager.get("/office/factors/lin.xiaomei/").content.decode()
    assert ("确认重置" in page, "待另一名有权管理该账号的人员确认" in page) == (False, True)


def test_the_proposer_may_not_confirm_but_think_better_of_it(manager: Client) -> None:
    manager.post("/office/factors/lin.xiaomei/", SAID)
    reset = FactorReset.objects.get()
    assert manager.post(f"/office/factors/{reset.pk}/confirm/").status_code == 403
    assert manager.post(f"/office/factors/{reset.pk}/decline/", {"reason": ""}).status_code == 302
    assert FactorReset.objects.get().outcome == ""
    assert manager.post(f"/office/factors/{reset.pk}/decline/", {"reason": "已找到"}).status_code == 302
    assert FactorReset.objects.get().outcome == "declined"


def test_a_proposal_says_why_and_how_the_identity_was_checked(manager: Client) -> None:
    for said in ({"reason": "手机遗失"}, {"identity": "document"}, {**SAID, "identity": "mandate"}):
        assert manager.post("/office/factors/lin.xiaomei/", said).status_code == 422
    assert FactorReset.objects.count() == 0


def test_nobody_sees_the_page_of_the_own_account(manager: Client, operator: Client) -> None:
    assert manager.get("/office/factors/fu.jianguo/").status_code == 404
    assert operator.get("/office/factors/wu.haisheng/").status_code == 404
    assert operator.get("/office/factors/nobody/").status_code == 404


def test_accounts_of_businesses_are_the_windows_and_the_operators(manager: Client, operator: Client) -> None:
    account("wang.zhiqiang")
    window = signed_in(staff("fu.chunyan", Role.REPORTER, HALL))
    said = {"reason": "手机遗失", "identity": "mandate"}
    assert manager.post("/office/factors/wang.zhiqiang/", said).status_code == 404
    assert window.post("/office/factors/wang.zhiqiang/", said).status_code == 302
    shown = operator.post(f"/office/factors/{FactorReset.objects.get().pk}/confirm/")
    assert shown.status_code == 200
    assert "/accounts/enrol/" in shown.content.decode()


def test_whoever_gave_the_one_link_does_not_give_the_other(manager: Client, operator: Client) -> None:
    operator.post("/office/staff/lin.xiaomei/link/")
    manager.post("/office/factors/lin.xiaomei/", SAID)
    number = FactorReset.objects.get().pk
    refused = operator.post(f"/office/factors/{number}/confirm/", follow=True)
    assert "须由另一人确认重置" in refused.content.decode()
    second = signed_in(staff("he.fang", Role.PLATFORM_OPERATOR))
    assert second.post(f"/office/factors/{number}/confirm/").status_code == 200
    refused = second.post("/office/staff/lin.xiaomei/link/", follow=True)
    assert "密码设置链接须由另一人发放" in refused.content.decode()
    assert 'id="link"' in manager.post("/office/staff/lin.xiaomei/link/").content.decode()
