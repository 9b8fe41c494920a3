"""Every page in both languages; what stands on the generated ones."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from creditport.kernel.packs.registry import packs
from tests.factories.town import RESTAURANT, Town

PATHS = (
    "/", "/search/", "/search/?q=椰岛", f"/subjects/{RESTAURANT}/", "/publicity/penalty/", "/publicity/licence/",
    "/agencies/", "/catalogue/", "/catalogue/penalty/", "/rules/", "/figures/", "/repair/", "/report/", "/objection/",
    "/help/", "/site-map/", "/accessibility/", "/privacy/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_in_both_languages(client: Client, town: Town, path: str, prefix: str) -> None:
    answer = client.get(f"{prefix}{path}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert "黑名单" not in page
    assert f'<html lang="{"en" if prefix else "zh-Hans"}"' in page
    assert " style=" not in page
    assert "{{" not in page
    assert "{%" not in page


def test_home_has_one_field_four_doors_and_live_figures(client: Client, town: Town) -> None:
    page = client.get("/").content.decode()
    assert page.count('type="search"') == 1
    assert [door for door in ("查信用", "修信用", "办信用报告", "提异议") if f"{door}</a></h2>" in page] == [
        "查信用", "修信用", "办信用报告", "提异议",
    ]  # fmt: skip
    assert "信用主体 <strong>6</strong> 户" in page


def test_query_budget_of_the_home_page(
    client: Client, town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(2):
        client.get("/")


def test_the_rules_are_those_of_the_packs(client: Client, town: Town) -> None:
    page = client.get("/rules/").content.decode()
    assert "自决定之日起满3个月" in page
    assert "自决定之日起满1年" in page
    assert "只归集，不公示" in page
    assert "尚待核实" in page
    assert packs().version in page


def test_the_catalogue_names_every_item_and_its_law(client: Client, town: Town) -> None:
    page = client.get("/catalogue/").content.decode()
    for item in packs().items.values():
        assert f">{item.label.zh}</a>" in page
    assert "《中华人民共和国行政处罚法" in page


def test_the_dictionary_of_an_item_as_sheet_and_json(client: Client, town: Town) -> None:
    assert client.get("/catalogue/penalty/fields.json").json()["id"] == "penalty"
    sheet = client.get("/catalogue/penalty/fields.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[0] == "名称,代码,类型,长度,填报要求,公开属性,取值与说明,说明"
    assert len(sheet.splitlines()) == len(packs().items["penalty"].fields) + 1


def test_figures_say_what_they_show_and_have_a_table(client: Client, town: Town) -> None:
    page = client.get("/figures/").content.decode()
    assert "公示的失信信息中，严重失信占 50%" in page
    assert page.count("以表格查看") == page.count("data-chart=")
    assert "hainan_counties" not in page  # no map without its review number
    assert client.get("/figures/severity.csv").content.decode("utf-8-sig").splitlines()[1] == "轻微,1"
    assert client.get("/figures/nothing.csv").status_code == 404


def test_the_map_shows_with_its_review_number(client: Client, town: Town, settings: object) -> None:
    settings.SITE_MAP_REVIEW_NUMBER = "琼S(2026)001号"  # type: ignore[attr-defined]
    page = client.get("/figures/").content.decode()
    assert "审图号： 琼S(2026)001号" in page
    assert "hainan_counties.geojson" in page


def test_search_marks_and_tells_apart(client: Client, town: Town) -> None:
    page = client.get("/search/?q=椰岛").content.decode()
    assert page.count("海南<mark>椰岛</mark>贸易有限公司") == 2
    assert page.count("有同名主体，请核对代码") == 2
    assert "海口市" in page
    assert "三亚市" in page


def test_similar_names_stand_apart_from_what_was_asked(client: Client, town: Town) -> None:
    page = client.get("/search/?q=椰倒").content.decode()
    assert "未查到“椰倒”" in page and "读音或字形相近的名称" in page and "请核对代码" in page
    assert page.index("读音或字形相近的名称") < page.index("海南椰岛贸易有限公司")
    assert "读音或字形相近的名称" not in client.get("/search/?q=海南椰岛贸易有限公司").content.decode()


def test_search_for_nothing_says_what_that_means(client: Client, town: Town) -> None:
    page = client.get("/search/?q=不存在的单位").content.decode()
    assert "并不表示该单位不存在" in page
    assert "请至少输入两个字" in client.get("/search/?q=椰").content.decode()


def test_a_former_name_says_so(client: Client, town: Town) -> None:
    assert "曾用名： 海口<mark>海风</mark>小吃店" in client.get("/search/?q=海风").content.decode()


def test_a_whole_code_goes_straight_to_its_subject(client: Client, town: Town) -> None:
    answer = client.get(f"/search/?q={RESTAURANT.lower()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/subjects/{RESTAURANT}/")


def test_robots_stay_away_from_subjects(client: Client) -> None:
    assert "Disallow: /subjects/" in client.get("/robots.txt").content.decode()
