"""What may follow, and on which basis, as the public reads it."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/measures/", "/incentives/", "/en/measures/", "/en/incentives/"])
def test_both_pages_in_both_languages(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert "黑名单" not in page and "{{" not in page and " style=" not in page


def test_a_sanction_stands_with_its_articles(client: Client) -> None:
    page = client.get("/measures/").content.decode()
    assert "禁止参加政府采购活动" in page
    assert "“中华人民共和国政府采购法”第七十七条" in page or "政府采购法》第七十七条" in page
    assert "告知 → 5 个工作日陈述申辩 → 说明理由的决定 → 负责人批准 → 送达" in page
    assert "已公布计划，依据确立前不列入任何主体" in page


def test_editions_say_what_came(client: Client) -> None:
    page = client.get("/incentives/").content.decode()
    assert "海南省守信联合激励措施清单（第二版）" in page and "海南省守信联合激励措施清单（第一版）" in page
    assert "新增：" in page
