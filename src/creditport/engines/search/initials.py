"""Pinyin initials of names: 海南 is hn. One reading per character, the commonest: bulk work is one look-up each.

A character with several readings in names (重, 长, 行) takes the one pypinyin thinks commonest; a few that companies
use otherwise are set by hand. Letters and digits stand for themselves, everything else vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from duckdb.func import PythonUDFType
from pypinyin.constants import PINYIN_DICT

from creditport.engines.search.spelling import SPELL_FROM, SPELL_TO

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
def _letters() -> npt.NDArray[np.uint8]:
    """Unicode number to the ASCII number of its initial; 0 where there is none."""
    letters = np.zeros(0x110000, dtype=np.uint8)
    for character, letter in initial_table().items():
        letters[ord(character)] = ord(letter)
    for kept in _KEPT:
        letters[ord(kept)] = ord(kept)
    for source, target in zip(SPELL_FROM, SPELL_TO, strict=False):
        letters[ord(source)] = ord(target)
    return letters


def initials(text: str) -> str:
    """The initials of a name, as search spells them; characters without a reading are left out."""
    return initials_of((text,))[0]


def initials_of(names: Sequence[str]) -> list[str]:
    """`initials` of each name: some two million a second, so that bulk work needs no loop of its own."""
    joined = np.frombuffer("\n".join(name.replace("\n", " ") for name in names).encode("utf-32-le"), dtype=np.uint32)
    letters = _letters()[joined]
    letters[joined == ord("\n")] = ord("\n")
    text: str = letters[letters != 0].tobytes().decode("ascii")
    return text.split("\n")[: len(names)]


def register_initials(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the function `initials(VARCHAR) -> VARCHAR` known to this DuckDB connection."""

    def vectorised(names: pa.ChunkedArray) -> pa.Array:
        return pa.array(initials_of(names.to_pylist()), type=pa.string())

    connection.create_function("initials", vectorised, ["VARCHAR"], "VARCHAR", type=PythonUDFType.ARROW)
