"""Spelling, pairs and initials are the same in Python and DuckDB, and right."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from creditport.engines.search.core import core
from creditport.engines.search.grams import duckdb_grams, gram, grams, grams_of
from creditport.engines.search.initials import initials, initials_of, register_initials
from creditport.engines.search.sounds import asked_of, classes_of, may_be_meant, pattern_of, syllables
from creditport.engines.search.spelling import SPELL_FROM, SPELL_TO, duckdb_normalise, normalise

NAMES = Path(__file__).resolve().parents[4] / "shared" / "data" / "names" / "company_short_names.txt"
CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
ANYTHING = st.characters(codec="utf-8", exclude_characters="\x00")
NAME_TEXT = st.text(st.one_of(CHINESE, st.sampled_from(SPELL_FROM), ANYTHING), max_size=40)


def _duckdb(expression: str, names: list[str]) -> list[object]:
    connection = duckdb.connect()
    register_initials(connection)
    connection.execute("CREATE TABLE names (place INTEGER, name VARCHAR)")
    if names:
        connection.executemany("INSERT INTO names VALUES (?, ?)", list(enumerate(names)))
    return [row[0] for row in connection.execute(f"SELECT {expression} FROM names ORDER BY place").fetchall()]


def test_brackets_width_case_and_spaces_do_not_matter() -> None:
    assert normalise("海南（三亚）Ａ Ｂ公司") == normalise("海南(三亚)aB公司") == "海南三亚ab公司"
    assert normalise("《椰·城》—１２") == "椰城12"


def test_no_character_is_spelled_twice() -> None:
    assert len(set(SPELL_FROM)) == len(SPELL_FROM)
    assert len(SPELL_TO) < len(SPELL_FROM)


def test_grams_fit_32_bits() -> None:
    assert grams("海南") == [gram("海", "南")] == [(0x6D77 * 52_000 + 0x5357) % 2_147_483_647]
    assert grams("海") == []
    assert grams("海海海") == [gram("海", "海")] * 2
    assert all(0 <= value < 2**31 for value in grams("𠀀𪚥海南A1\U0010fffd\U0010fffd"))


@given(st.lists(st.tuples(st.integers(0x30, 0x9FFF), st.integers(0x30, 0x9FFF)), min_size=2, max_size=2, unique=True))
def test_common_pairs_never_collide(pairs: list[tuple[int, int]]) -> None:
    assert len({gram(chr(first), chr(second)) for first, second in pairs}) == 2


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("海南航空", "hnhk"),
        ("三亚长城（集团）有限公司", "sycctjtyxgs"[:4] + "jtyxgs"),
        ("重庆银行", "cqyh"),
        ("Ａ1科技", "a1kj"),
        ("乐东黎族自治县", "ldlzzzx"),
        ("２０２４年", "2024n"),
        ("★", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("name", "distinctive"),
    [
        ("海南椰风实业有限公司", "椰风实业"),
        ("海口市椰风（集团）股份有限公司", "椰风"),
        ("海南省海口市有限公司", "海南省海口市"),
        ("琼海市农民专业合作社", "农民"),
    ],
)
def test_core(name: str, distinctive: str) -> None:
    assert core(name) == distinctive


@settings(max_examples=25, deadline=None)
@given(st.lists(NAME_TEXT, max_size=12))
def test_duckdb_agrees_on_any_text(names: list[str]) -> None:
    assert _duckdb(duckdb_normalise("name"), names) == [normalise(name) for name in names]
    assert _duckdb(duckdb_grams("name"), names) == grams_of(names)
    assert _duckdb("initials(name)", names) == initials_of(names)


def test_duckdb_agrees_on_real_names() -> None:
    if not NAMES.exists():
        pytest.skip(f"NOT TESTED: {NAMES} is absent")
    names = NAMES.read_text(encoding="utf-8-sig").splitlines()[3:2003]
    assert _duckdb(duckdb_grams("name"), names) == grams_of(names)
    assert _duckdb("initials(name)", names) == initials_of(names)


@pytest.mark.parametrize(
    ("character", "read"), [("绿", ("lv", "lu")), ("重", ("zhong", "chong")), ("a", ()), ("女", ("nv", "ru"))]
)
def test_syllables_have_no_tones(character: str, read: tuple[str, ...]) -> None:
    assert syllables(character) == read


def test_a_character_stands_for_what_sounds_or_looks_like_it() -> None:
    assert may_be_meant("耶")[0] == "耶"
    assert {"椰", "野", "叶"} <= set(may_be_meant("耶"))
    assert "末" in may_be_meant("未")
    assert may_be_meant("a") == "a"


def test_pinyin_is_cut_into_the_fewest_syllables() -> None:
    assert [len(classes_of(letters)) for letters in ("yefeng", "xian", "hainan", "zhuangzhuang", "hnkj", "q", "")] == [
        *(2, 2, 2, 2, 0, 0, 0)
    ]
    assert "西" in classes_of("xian")[0]


def test_one_wrong_character_leaves_the_pairs_of_the_others() -> None:
    classes = classes_of("海南耶风实业")
    common = dict.fromkeys(grams("海南"), 0.5)
    asked = asked_of("海南耶风实业", classes, common)
    assert {frozenset(grams("风实") + grams("实业") + grams("海南"))} <= set(map(frozenset, asked))
    assert all(set(pairs) - common.keys() for pairs in asked)
    assert re.search(pattern_of(classes), "三亚海南椰风实业公司")


@settings(max_examples=200, deadline=None)
@given(NAME_TEXT)
@example("NN")  # both letters are syllables of 嗯
def test_every_question_fits_its_own_pattern(text: str) -> None:
    normal = normalise(text)
    classes = classes_of(normal)
    if len(classes) > 1 and len(classes) == len(normal):
        assert re.search(pattern_of(classes), normal)
