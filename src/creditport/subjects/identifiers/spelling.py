"""One spelling for codes: half width, upper case, without spaces, hyphens or invisible characters."""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_DASHES_AND_QUOTES = "-\u2010\u2011\u2013\u2014\uff0d'\u2019"
_DROPPED = dict.fromkeys(map(ord, _SPACES + _DASHES_AND_QUOTES))
_SPELLING: dict[int, int | None] = {**_FULL_WIDTH, **_DROPPED}


def normalise_code(text: str) -> str:
    """The code as registers spell it. Changes no letter or digit; a wrong character stays to be reported."""
    return text.translate(_SPELLING).upper()
