"""Days, codes and terms as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from creditport.foundation.publicity.term_bar import term_bar
from creditport.sites.words import day_words, grouped_uscc, marked, term_words

FROM, OPENS, ENDS = date(2026, 3, 1), date(2026, 6, 1), date(2027, 3, 1)


def test_days_in_both_languages() -> None:
    with override("zh-hans"):
        assert day_words(date(2026, 11, 23)) == "2026年11月23日"
    with override("en"):
        assert day_words(date(2026, 11, 23)) == "23 Nov 2026"


def test_an_instant_is_written_as_its_day_in_hainan() -> None:
    with override("zh-hans"):
        assert day_words(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == "2026年11月24日"


@pytest.mark.parametrize(
    ("today", "zh", "en"),
    [
        (
            date(2026, 4, 20),
            "还有 42 天可申请修复；2027年3月1日自动停止公示",
            "Repair can be applied for in 42 days; publicity ends by itself on 1 Mar 2027",
        ),
        (
            date(2026, 5, 31),
            "还有 1 天可申请修复；2027年3月1日自动停止公示",
            "Repair can be applied for in 1 day; publicity ends by itself on 1 Mar 2027",
        ),
        (
            date(2026, 6, 1),
            "现在可以申请修复；2027年3月1日自动停止公示",
            "Repair can be applied for now; publicity ends by itself on 1 Mar 2027",
        ),
    ],
)
def test_what_is_left_of_a_term(today: date, zh: str, en: str) -> None:
    bar = term_bar(public_from=FROM, repair_opens_on=OPENS, public_until=ENDS, today=today)
    with override("zh-hans"):
        assert term_words(bar) == zh
    with override("en"):
        assert term_words(bar) == en


def test_a_term_without_repair_and_without_end() -> None:
    bar = term_bar(public_from=FROM, repair_opens_on=None, public_until=None, today=OPENS)
    with override("zh-hans"):
        assert term_words(bar) == "不能申请提前修复；未设公示截止日期"


def test_a_code_in_its_groups() -> None:
    assert grouped_uscc("91460100MA5RFXBU8P") == ("91", "460100", "MA5RFXBU8", "P")
    assert grouped_uscc("460100000012345") == ("460100000012345",)


@pytest.mark.parametrize(
    ("text", "query", "html"),
    [
        ("海口椰风餐饮", "椰风", "海口<mark>椰风</mark>餐饮"),
        ("ABC 贸易", "abc", "<mark>ABC</mark> 贸易"),
        ("海口椰风", "三亚", "海口椰风"),
        ("<b>椰风</b>", "椰风", "&lt;b&gt;<mark>椰风</mark>&lt;/b&gt;"),
        ("椰风", "", "椰风"),
    ],
)
def test_the_matched_part_is_marked(text: str, query: str, html: str) -> None:
    assert marked(text, query) == html
