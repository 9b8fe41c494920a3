"""The lists: filters, chips, n of m, the sheet."""

from __future__ import annotations

import csv
import io

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from creditport.sites.portal.views import publicity
from tests.factories.town import RESTAURANT, Town

PENALTIES = "/publicity/penalty/"


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_how_many_are_shown_and_in_which_order(client: Client, town: Town) -> None:
    page = read(client, PENALTIES)
    assert "第 1–4 条，共 4 条 · 按决定日期从近到远排列" in page
    assert page.index("未公示食品经营许可证") < page.index("经营超过保质期的食品")


def test_each_filter_narrows_and_can_be_taken_away(client: Client, town: Town) -> None:
    page = read(client, f"{PENALTIES}?severity=3&county=460100&q=")
    assert "共 1 条" in page
    assert f'<a href="{PENALTIES}?county=460100">失信程度：严重' in page
    assert f'<a href="{PENALTIES}?severity=3">市县：海口市' in page


def test_days_and_keyword_narrow(client: Client, town: Town) -> None:
    assert "共 2 条" in read(client, f"{PENALTIES}?since=2026-10-01&until=2026-11-01")
    assert "共 3 条" in read(client, f"{PENALTIES}?q=椰风")
    assert "没有符合条件的信息" in read(client, f"{PENALTIES}?q=查无此人")


def test_days_the_wrong_way_round_are_said_beside_the_field(client: Client, town: Town) -> None:
    page = read(client, f"{PENALTIES}?since=2026-11-01&until=2026-10-01")
    assert "结束日期早于开始日期，请修改其中一个。" in page


def test_values_that_nobody_offers_do_no_harm(client: Client, town: Town) -> None:
    for query in ("severity=9", "county=110000", "agency=nobody", "since=never", "after=x-y", "n=-1&after=20260101-5"):
        read(client, f"{PENALTIES}?{query}")


def test_pages_go_on_where_the_last_one_ended(client: Client, town: Town, monkeypatch: object) -> None:
    publicity.PAGE, before = 3, publicity.PAGE
    try:
        first = client.get(PENALTIES)
        assert "第 1–3 条，共 4 条" in first.content.decode()
        second = read(client, first.context["pager"].next_url)
    finally:
        publicity.PAGE = before
    assert "第 4–4 条，共 4 条" in second
    assert "第一页" in second


def test_the_sheet_holds_what_the_list_holds(client: Client, town: Town) -> None:
    answer = client.get(f"{PENALTIES}export.csv?severity=2")
    text = b"".join(answer).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[0] == "名称"
    assert [(row[1], row[6], row[7], row[8]) for row in rows] == [
        (RESTAURANT, "2026-10-06", "2027-01-06", "2027-10-06")
    ]


def test_a_cell_is_never_a_formula() -> None:
    assert publicity._inert("=HYPERLINK()") == "'=HYPERLINK()"
    assert publicity._inert("海口") == "海口"


def test_a_list_that_does_not_exist(client: Client, town: Town) -> None:
    assert client.get("/publicity/nothing/").status_code == 404


def test_query_budget(client: Client, town: Town, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        client.get(f"{PENALTIES}?severity=3")
