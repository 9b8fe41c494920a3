"""Pinyin initials of names: 海南 is hn. One reading per character, the commonest, so that bulk work is a translation.

A character with several readings in names (重, 长, 行) takes the one pypinyin thinks commonest; a few that companies
use otherwise are set by hand. Letters and digits stand for themselves, everything else vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pypinyin.constants import PINYIN_DICT

from creditport.engines.search.spelling import duckdb_normalise, normalise

# Readings that prevail in names of companies and places, where the dictionary lists another first.
_IN_NAMES = dict(zip("长重行乐厦夏会朝藏六", "cchlxxhczl", strict=True))
_PLAIN = str.maketrans("āáǎàēéěèōóǒòêḿńňǹ", "aaaaeeeeooooemnnn")
_FIRST, _LAST = 0x3400, 0x9FFF
_KEPT = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def initial_table() -> dict[str, str]:
    """Character to initial for every Chinese character of the basic plane that has a reading."""
    table = {}
    for code, readings in PINYIN_DICT.items():
        if _FIRST <= code <= _LAST:
            letter = readings[0].translate(_PLAIN)
            if letter.isascii() and letter[:1].isalpha():
                table[chr(code)] = letter[0]
    table.update(_IN_NAMES)
    table["〇"] = "l"
    return table


@cache
def _translation() -> dict[int, str | None]:
    return {ord(character): letter for character, letter in initial_table().items()}


def initials(text: str) -> str:
    """The initials of a name, as search spells them; characters without a reading are left out."""
    translated = normalise(text).translate(_translation())
    return "".join(character for character in translated if character in _KEPT)


def initials_of(names: Iterable[str]) -> list[str]:
    """`initials` of each name."""
    return [initials(name) for name in names]


@cache
def _duckdb_texts() -> tuple[str, str]:
    table = initial_table()
    return "".join(table), "".join(table.values())


def duckdb_initials(column: str) -> str:
    """The same as `initials`, as a DuckDB expression over a text column (about 60 kB of SQL: use it once)."""
    source, target = _duckdb_texts()
    translated = f"translate({duckdb_normalise(column)}, '{source}', '{target}')"
    return f"regexp_replace({translated}, '[^0-9a-z]', '', 'g')"
