"""The number of a resident (GB 11643): 6 region, 8 day of birth, 3 sequence, 1 check character.

Two questions are asked of it: is it right (a column of persons), and does a value in another column look like one
(then it must not be published). The second is answered generously: a mistyped number is a person's number too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from creditport.subjects.identifiers.choices import Reason, Verdict
from creditport.subjects.identifiers.regions import region_ended_before
from creditport.subjects.identifiers.spelling import normalise_code

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLDEST = 1870
_PROVINCES_TEXT = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES = frozenset(_PROVINCES_TEXT.split(" "))


@dataclass(frozen=True, slots=True)
class ResidentIdVerdict:
    """Whether a number is a resident's; `number` is its normalised spelling."""

    number: str
    verdict: Verdict
    reason: Reason
    born_on: date | None = None
    respelled: bool = False


def resident_check_passes(number: str) -> bool:
    """The check character alone, of 17 digits and a digit or X."""
    if _FORM.fullmatch(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]


def check_resident_id(text: str) -> ResidentIdVerdict:
    """Judge a value of a column that should hold a resident's number. Never raises."""
    number = normalise_code(text)
    born_on = _day(number[6:14])
    verdict, reason = _judge(number, born_on)
    return ResidentIdVerdict(number, verdict, reason, born_on, respelled=number != text)


def _judge(number: str, born_on: date | None) -> tuple[Verdict, Reason]:
    if len(number) != 18:
        return Verdict.MALFORMED, Reason.LENGTH if number else Reason.EMPTY
    if _FORM.fullmatch(number) is None:
        return Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER
    if number[:2] not in PROVINCES:
        return Verdict.MALFORMED, Reason.UNKNOWN_REGION
    if born_on is None:
        return Verdict.MALFORMED, Reason.NO_SUCH_DAY
    if not resident_check_passes(number):
        return Verdict.CHECK_FAILED, Reason.CHECK_DIGIT
    if region_ended_before(number[:6], born_on.year):
        return Verdict.CHECK_FAILED, Reason.REGION_NOT_OF_THAT_YEAR
    return Verdict.VALID, Reason.PASSED


def looks_like_resident_number(code: str) -> bool:
    """17 digits and a digit or X, a province's region and a possible day of birth; the check may fail."""
    return _FORM.fullmatch(code) is not None and code[:2] in PROVINCES and _day(code[6:14]) is not None


def looks_like_foreign_resident_number(code: str) -> bool:
    """The permanent resident's number of a foreigner: 9, province, country, then as above."""
    return (
        _FORM.fullmatch(code) is not None and code[0] == "9" and code[1:3] in PROVINCES and _day(code[6:14]) is not None
    )


def looks_like_old_resident_number(code: str) -> bool:
    """The 15-digit number that ended in 1999: 6 region, 6 day of birth, 3 sequence."""
    return (
        len(code) == 15
        and code.isascii()
        and code.isdigit()
        and code[:2] in PROVINCES
        and _day(f"19{code[6:12]}") is not None
    )


def _day(digits: str) -> date | None:
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if _OLDEST <= day.year < 2100 else None
