"""Working days against two independent tables, at the edges of years, and in a year nobody knows yet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditport.kernel.packs.registry import packs
from creditport.kernel.workdays.workdays import (
    Reckoned,
    UnknownYearError,
    add_workdays,
    is_workday,
    known_years,
    reckon,
    reckon_between,
    workdays_between,
)

CALENDARS = Path(__file__).parents[3].parent / "shared" / "data" / "calendar"
needs_calendars = pytest.mark.skipif(not CALENDARS.is_dir(), reason=f"no reference calendars at {CALENDARS}")
KNOWN_DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def days(first_year: int, last_year: int) -> Iterator[date]:
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        yield day
        day += timedelta(days=1)


@needs_calendars
def test_every_day_agrees_with_the_table_of_chinese_days() -> None:
    table = json.loads((CALENDARS / "cn_holidays_chinese-days_0.0.2.json").read_text(encoding="utf-8"))
    off = {date.fromisoformat(day) for day in table["holidays"]}
    working = {date.fromisoformat(day) for day in table["workdays"]}

    def expected(day: date) -> bool:
        return day in working or (day.weekday() < 5 and day not in off)

    assert [day for day in days(2004, 2026) if is_workday(day) != expected(day)] == []


@needs_calendars
def test_every_day_agrees_with_the_table_of_chinesecalendar() -> None:
    with (CALENDARS / "cn_holidays_chinesecalendar_1.11.0.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    off = {date.fromisoformat(row["date"]) for row in rows if row["kind"] != "workday_makeup"}
    working = {date.fromisoformat(row["date"]) for row in rows if row["kind"] == "workday_makeup"}

    def expected(day: date) -> bool:
        return day in working or (day.weekday() < 5 and day not in off)

    assert [day for day in days(2004, 2026) if is_workday(day) != expected(day)] == []


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 7, date(2026, 12, 3)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day holiday
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # to a working Saturday
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # a working Saturday before Spring Festival counts
    ],
)
def test_the_nth_working_day(day: date, n: int, expected: date) -> None:
    assert add_workdays(day, n) == expected


def test_days_between_do_not_count_the_first_and_count_the_last() -> None:
    assert workdays_between(date(2026, 11, 24), date(2026, 12, 3)) == 7
    assert workdays_between(date(2026, 12, 3), date(2026, 11, 24)) == -7
    assert workdays_between(date(2026, 11, 24), date(2026, 11, 24)) == 0


@given(day=KNOWN_DAYS, n=st.integers(0, 60))
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    try:
        end = add_workdays(day, n)
    except UnknownYearError as error:
        assert (day.year, error.year) == (2026, 2027)
        return
    assert workdays_between(day, end) == n
    assert n == 0 or is_workday(end)


def test_reckoning_is_certain_where_the_calendar_is_known() -> None:
    assert reckon(date(2026, 9, 30), 7) == Reckoned(add_workdays(date(2026, 9, 30), 7))
    assert reckon_between(date(2026, 9, 30), date(2026, 10, 15)) == workdays_between(
        date(2026, 9, 30), date(2026, 10, 15)
    )


def test_reckoning_into_an_unknown_year_leaves_weekends_out_and_says_so() -> None:
    assert reckon(date(2026, 12, 28), 3) == Reckoned(date(2026, 12, 31))
    assert reckon(date(2026, 12, 28), 7) == Reckoned(date(2027, 1, 6), provisional_for=2027)
    assert reckon(date(2027, 1, 8), 1) == Reckoned(date(2027, 1, 11), provisional_for=2027)
    assert reckon_between(date(2026, 12, 28), date(2027, 1, 6)) == 7
    assert reckon_between(date(2027, 1, 6), date(2026, 12, 28)) == -7


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="forward only"):
        add_workdays(date(2026, 11, 24), -1)


def test_an_unknown_year_fails_loudly_and_says_what_to_do() -> None:
    assert known_years() == frozenset(range(2004, 2027))
    with pytest.raises(UnknownYearError) as raised:
        add_workdays(date(2026, 12, 30), 7)
    assert raised.value.year == 2027
    assert "2027" in raised.value.zh and "国务院办公厅" in raised.value.zh and "calendar.yml" in raised.value.zh
    assert "2027" in raised.value.en and "calendar.yml" in raised.value.en
    with pytest.raises(UnknownYearError):
        is_workday(date(2003, 12, 31))


@pytest.fixture
def pack_with_2027(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A pack that brings the notice of 2027 (invented days), and nothing else."""
    folder = tmp_path / "next-year"
    folder.mkdir()
    (folder / "pack.yml").write_text("id: next-year\nlabel: {zh: 来年, en: Next year}\n", encoding="utf-8")
    (folder / "calendar.yml").write_text(
        "- year: 2027\n"
        "  notice: 关于2027年部分节假日安排的通知\n"
        "  days_off: [2026-12-31, 2027-01-01, 2027-02-08]\n"
        "  working_weekends: [2027-01-09]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CREDITPORT_PACKS", "national,hainan,next-year")
    monkeypatch.setenv("CREDITPORT_PACKS_PATH", str(tmp_path))
    packs.cache_clear()
    yield
    packs.cache_clear()


@pytest.mark.usefixtures("pack_with_2027")
def test_a_year_comes_from_a_pack_without_code() -> None:
    assert 2027 in known_years()
    assert not is_workday(date(2026, 12, 31))  # the notice reaches into the December before
    assert not is_workday(date(2027, 1, 1))
    assert is_workday(date(2027, 1, 4))
    assert is_workday(date(2027, 1, 9))
    assert not is_workday(date(2027, 1, 10))
    assert add_workdays(date(2026, 12, 30), 1) == date(2027, 1, 4)
