"""The subject's page: both dates of every adverse record, nothing past its end, nothing lost."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import PublicityTerm
from tests.factories.records import RecordDraft, write
from tests.factories.town import LONG_NAME, RESTAURANT, Town

PAGE = f"/subjects/{RESTAURANT}/"


def read(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_both_dates_of_an_adverse_record(client: Client, town: Town) -> None:
    page = read(client, PAGE)
    assert "还有 43 天可申请修复；2027年10月6日自动停止公示" in page
    assert '<time datetime="2027-01-06">2027年1月6日</time>' in page
    assert "现在可以申请修复；2028年8月20日自动停止公示" in page


def test_the_same_in_english(client: Client, town: Town) -> None:
    page = read(client, f"/en{PAGE}")
    assert "Repair can be applied for in 43 days; publicity ends by itself on 6 Oct 2027" in page
    assert '<html lang="en"' in page


def test_a_record_leaves_on_the_day_its_publicity_ends(client: Client, town: Town) -> None:
    assert "未公示食品经营许可证" in read(client, PAGE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', '2027-01-30', true)")
    assert "未公示食品经营许可证" not in read(client, PAGE)


def test_identity_is_grouped_for_reading_and_whole_for_copying(client: Client, town: Town) -> None:
    page = read(client, PAGE)
    assert "<span>91</span><span>460100</span><span>MA5RFXBU8</span><span>P</span>" in page
    assert f'data-copy="{RESTAURANT}"' in page
    assert "海口海风小吃店" in page


def test_nothing_to_show_is_said(client: Client, town: Town) -> None:
    page = read(client, f"/subjects/no-{town.quiet.pk}/")
    assert page.count("目前没有可公示的信息") == 7
    assert "未报送统一社会信用代码" in page


def test_the_name_of_the_document_shows_where_it_differs(client: Client, town: Town) -> None:
    draft = RecordDraft(key=uuid4(), subject_id=town.namesake_one.pk, public_until=date(2027, 3, 1))
    record = write(draft, at=town.namesake_one.changed_at)
    record.content["party_name"] = "海南椰岛贸易有"
    record.pk = None
    record.key = uuid4()
    record.save(force_insert=True)
    assert "文书所载名称</dt><dd>海南椰岛贸易有</dd>" in read(client, f"/subjects/{town.namesake_one.uscc}/")


def test_a_code_in_small_letters_leads_to_the_page(client: Client, town: Town) -> None:
    answer = client.get(f"/subjects/{RESTAURANT.lower()}/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


@pytest.mark.parametrize("code", ["91460100MA5RFXBU8X", "no-999999999999", "no-x", "nobody"])
def test_an_unknown_subject_is_a_page_that_says_so(client: Client, town: Town, code: str) -> None:
    answer = client.get(f"/subjects/{code}/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_many_records_come_in_parts(client: Client, town: Town) -> None:
    page = read(client, f"/subjects/{town.busy.uscc}/")
    assert page.count('<article class="record"') == 20
    assert "已显示 20 条，共 30 条" in page
    piece = read(client, f"/subjects/{town.busy.uscc}/licence/?from=20", **{"HX-Request": "true"})
    assert piece.count('<article class="record"') == 10
    assert "<html" not in piece
    assert "显示更多" not in piece


def test_the_next_part_is_a_page_without_a_script(client: Client, town: Town) -> None:
    page = read(client, f"/subjects/{town.busy.uscc}/licence/?from=20")
    assert page.count('<article class="record"') == 10
    assert "<h1>行政许可信息</h1>" in page


def test_a_long_name_stands_whole(client: Client, town: Town) -> None:
    assert f"<h1>{LONG_NAME}</h1>" in read(client, f"/subjects/{town.long_named.uscc}/")


def test_query_budget(client: Client, town: Town, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):
        client.get(PAGE)


def test_query_budget_of_a_subject_with_many(
    client: Client, town: Town, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("creditport.sites.portal.sections.WHOLE", 10)
    with django_assert_num_queries(5):
        client.get(f"/subjects/{town.busy.uscc}/")


def test_each_term_cites_its_own_basis_and_leads_to_its_own_line(client: Client, town: Town) -> None:
    page = read(client, PAGE)
    general = next(place for place, term in enumerate(_terms(), start=1) if term.severity == "general")
    assert f'<a href="/rules/#penalty-{general}">《关于进一步完善信用修复制度的实施方案》（国办发〔2025〕22号）' in page
    assert f'<tr id="penalty-{general}">' in read(client, "/rules/")
    english = read(client, f"/en{PAGE}")
    assert f'<a href="/en/rules/#penalty-{general}">Plan for Improving Credit Repair (国办发〔2025〕22号)' in english


def test_days_that_no_term_gives_are_ascribed_to_none(client: Client, town: Town) -> None:
    draft = RecordDraft(key=uuid4(), subject_id=town.namesake_one.pk, public_until=date(2027, 3, 2))
    write(draft, at=town.namesake_one.changed_at)
    page = read(client, f"/subjects/{town.namesake_one.uscc}/")
    assert '<a href="/rules/#penalty">规则与条款</a>' in page


def _terms() -> tuple[PublicityTerm, ...]:
    return packs().terms_of_publicity("penalty-terms", date(2026, 11, 24)).terms
