"""What went wrong is said in both languages, with the next step and without a code."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from creditport.sites import errors
from creditport.sites.errors import Fault


@pytest.mark.parametrize("fault", list(Fault))
def test_each_page_in_both_languages_without_a_code(rf: RequestFactory, fault: Fault) -> None:
    answer = errors.error_page(rf.get("/somewhere/"), fault)
    page = answer.content.decode()
    assert answer.status_code == int(fault)
    assert "回到首页查询" in page
    assert '<p lang="en"><strong>' in page
    assert str(int(fault)) not in page.split("<main", 1)[1].split("</main>")[0]


def test_an_unknown_address(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert "There is no such page" in client.get("/en/nowhere/").content.decode()


def test_a_fault_of_ours_shows_no_trace(rf: RequestFactory) -> None:
    try:
        raise KeyError("secret")
    except KeyError:
        answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "系统出现问题" in answer.content.decode()


def test_an_unreachable_database_is_not_our_fault_page(rf: RequestFactory) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = errors.broken(rf.get("/"))
    assert answer.status_code == 503
    assert "服务暂时不可用" in answer.content.decode()
