"""The organisation code (GB 11714): eight characters and a check character, often written with a hyphen."""

from __future__ import annotations

import re

from creditport.subjects.identifiers.choices import Reason, Verdict
from creditport.subjects.identifiers.spelling import normalise_code

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FORM = re.compile(r"[0-9A-Z]{8}[0-9X]")


def organisation_check_character(body: str) -> str:
    """The 9th character for the first eight, each 0-9 or A-Z."""
    remainder = 11 - sum(int(c, 36) * weight for c, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def organisation_code_passes(code: str) -> bool:
    """Form and check character, of a normalised code."""
    return _FORM.fullmatch(code) is not None and organisation_check_character(code[:8]) == code[8]


def check_organisation_code(text: str) -> tuple[str, Verdict, Reason]:
    """Normalised code, verdict and reason of a value in a column of organisation codes."""
    code = normalise_code(text)
    if len(code) != 9:
        return code, Verdict.MALFORMED, Reason.LENGTH if code else Reason.EMPTY
    if _FORM.fullmatch(code) is None:
        return code, Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER
    if not organisation_code_passes(code):
        return code, Verdict.CHECK_FAILED, Reason.CHECK_DIGIT
    return code, Verdict.VALID, Reason.PASSED
