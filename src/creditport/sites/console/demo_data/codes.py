"""Invented codes and numbers that pass their checks (GB 32100-2015, GB 11714, GB 11643)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def uscc(kind: str, division: str, number: int) -> str:
    """A valid code: kind of registration (two characters), division, a body made from the number."""
    body = "MA" + _base31(number, 6)
    front = f"{kind}{division}{body}{_body_check(body)}"
    return front + _check(front)


def wrong_check(code: str) -> str:
    """The same code with a check character that does not fit."""
    return code[:-1] + _ALPHABET[(_ALPHABET.index(code[-1]) + 7) % 31]


def person_number(rng: Random) -> str:
    """A number of nobody alive: born between 1901 and 1909, with a check digit that fits."""
    born = date(1901, 1, 1) + timedelta(days=rng.randrange(3000))
    front = f"{rng.choice(('460100', '460200', '469002'))}{born:%Y%m%d}{rng.randrange(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(front, _PERSON_WEIGHTS, strict=True))
    return front + "10X98765432"[total % 11]


def _base31(number: int, width: int) -> str:
    digits = ""
    for _position in range(width):
        number, digit = divmod(number, 31)
        digits = _ALPHABET[digit] + digits
    return digits


def _body_check(body: str) -> str:
    values = (int(char) if char.isdigit() else ord(char) - 55 for char in body)
    rest = 11 - sum(value * weight for value, weight in zip(values, _BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _check(front: str) -> str:
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(front, _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]
