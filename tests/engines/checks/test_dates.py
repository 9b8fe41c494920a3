"""Days in every spelling that agencies use, against plain Python."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.engines.checks.dates import as_date, has_date_form
from tests.engines.checks.columns_of_values import over

SPELLINGS = (
    "{y:04}/{m:02}/{d:02}",
    "{y:04}/{m}/{d}",
    "{y:04}-{m:02}-{d:02}",
    "{y:04}-{m}-{d}",
    "{y:04}{m:02}{d:02}",
    "{y:04}.{m}.{d}",
    "{y:04}年{m}月{d}日",
    "{y:04}年{m:02}月{d:02}日",
    "{m:02}/{d:02}/{y:04}",
    "{m}/{d}/{y:04}",
    "{y:04}-{m:02}-{d:02} 00:00:00",
)
FULL_WIDTH = str.maketrans("0123456789/-", "０１２３４５６７８９／－")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), min_size=1, max_size=40))
def test_every_spelling_of_a_day_is_that_day(days: list[date]) -> None:
    written = [spelling.format(y=d.year, m=d.month, d=d.day) for d in days for spelling in SPELLINGS]
    expected = [d for d in days for _ in SPELLINGS]
    assert over(written, as_date) == expected
    assert over([text.translate(FULL_WIDTH) for text in written], as_date) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1900, 2199), st.integers(0, 14), st.integers(0, 33)), min_size=1, max_size=60))
def test_impossible_days_are_none_and_keep_their_form(parts: list[tuple[int, int, int]]) -> None:
    def plain(y: int, m: int, d: int) -> date | None:
        try:
            return date(y, m, d)
        except ValueError:
            return None

    written = [f"{y:04}/{m:02}/{d:02}" for y, m, d in parts]
    assert over(written, as_date) == [plain(*each) for each in parts]
    assert over(written, has_date_form) == [True] * len(parts)


def test_what_is_no_day() -> None:
    nothing = [
        "",
        "昨天",
        "2022",
        "2022/05",
        "0000/00/00",
        "16/05/2022",
        "2022-05-16abc",
        "infinity",
        "epoch",
        "20220230",
        None,
    ]
    assert over(nothing, as_date) == [None] * len(nothing)
