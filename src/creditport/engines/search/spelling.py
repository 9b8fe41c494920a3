"""How a name is spelled for search: the same in Python, DuckDB and PostgreSQL.

Full-width letters and digits become half width, letters lower case, and spaces, brackets and punctuation vanish; so
海南（三亚）Ａ公司 and 海南(三亚) a公司 are one. All three engines do it by one `translate(text, FROM, TO)`, which
drops the characters of FROM that have no partner in TO.
"""

from __future__ import annotations

_FULL_WIDTH_DIGITS = "０１２３４５６７８９"
_FULL_WIDTH_UPPER = "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
_FULL_WIDTH_LOWER = "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_SPACES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_FULL_WIDTH_MARKS = "！＂＃＄％＆＇（）＊＋，－．／：；＜＝＞？＠［＼］＾＿｀｛｜｝～"
_CHINESE_MARKS = "、。·・•…—–‐‑“”‘’〈〉《》「」『』【】〔〕〖〗﹙﹚﹝﹞"

_LETTERS = _FULL_WIDTH_DIGITS + _FULL_WIDTH_UPPER + _FULL_WIDTH_LOWER + _UPPER
SPELL_FROM = _LETTERS + _SPACES + _MARKS + _FULL_WIDTH_MARKS + _CHINESE_MARKS
SPELL_TO = _DIGITS + _LOWER + _LOWER + _LOWER

_TABLE: dict[int, int | None] = {
    ord(character): ord(SPELL_TO[place]) if place < len(SPELL_TO) else None
    for place, character in enumerate(SPELL_FROM)
}


def normalise(text: str) -> str:
    """The name as search spells it. Idempotent."""
    return text.translate(_TABLE)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def duckdb_normalise(column: str) -> str:
    """The same as `normalise`, as a DuckDB expression over a text column or expression."""
    return f"translate({column}, {_quoted(SPELL_FROM)}, {_quoted(SPELL_TO)})"


def postgres_normalise(column: str) -> str:
    """The same as `normalise`, as a PostgreSQL expression; immutable, so that a generated column may hold it.

    PostgreSQL compares each character with all of FROM, 20 µs a name; so names that have none of them skip it.
    """
    marks = "".join(f"\\{mark}" if mark in "\\]^-[" else mark for mark in SPELL_FROM)
    needed = f"{column} ~ {_quoted(f'[{marks}]')}"
    return f"CASE WHEN {needed} THEN translate({column}, {_quoted(SPELL_FROM)}, {_quoted(SPELL_TO)}) ELSE {column} END"
