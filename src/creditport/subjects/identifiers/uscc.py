"""The unified social credit code (GB 32100-2015): form, check digit, and what is no such code at all.

1 registration authority, 1 kind of body, 6 division, 9 organisation code (GB 11714), 1 check character over the 31
characters below. Two lessons of real data decide the rules here: real codes can fail the check digit (so that is a
warning), and a natural person's number can pass it (so whatever looks like one goes to quarantine).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from creditport.subjects.identifiers.choices import Reason, Verdict
from creditport.subjects.identifiers.organisation_code import organisation_code_passes
from creditport.subjects.identifiers.registration_number import registration_number_passes
from creditport.subjects.identifiers.resident_id import (
    looks_like_foreign_resident_number,
    looks_like_old_resident_number,
    looks_like_resident_number,
    resident_check_passes,
)
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.register.choices import SubjectKind

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_CODE = re.compile(rf"[{ALPHABET}]{{18}}")
_PLACEHOLDER = re.compile(r"(.)\1{5}$")

KINDS: dict[str, SubjectKind] = {
    "11": SubjectKind.GOVERNMENT_BODY,
    "12": SubjectKind.INSTITUTION,
    "13": SubjectKind.SOCIAL_ORGANISATION,  # 群团
    "32": SubjectKind.INSTITUTION,  # 公证机构
    "35": SubjectKind.INSTITUTION,  # 仲裁委员会
    "51": SubjectKind.SOCIAL_ORGANISATION,
    "52": SubjectKind.SOCIAL_ORGANISATION,
    "53": SubjectKind.SOCIAL_ORGANISATION,
    "54": SubjectKind.COMMUNITY,  # 村民委员会
    "55": SubjectKind.COMMUNITY,  # 居民委员会
    "59": SubjectKind.SOCIAL_ORGANISATION,
    "71": SubjectKind.SOCIAL_ORGANISATION,
    "72": SubjectKind.SOCIAL_ORGANISATION,
    "81": SubjectKind.SOCIAL_ORGANISATION,  # 工会
    "89": SubjectKind.SOCIAL_ORGANISATION,
    "91": SubjectKind.ENTERPRISE,
    "92": SubjectKind.INDIVIDUAL_BUSINESS,
    "93": SubjectKind.ENTERPRISE,  # 农民专业合作社
    "A1": SubjectKind.INSTITUTION,  # 军队事业单位
    "N1": SubjectKind.COMMUNITY,  # 农村集体经济组织: 组, 村, 乡镇
    "N2": SubjectKind.COMMUNITY,
    "N3": SubjectKind.COMMUNITY,
    "N9": SubjectKind.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class UsccVerdict:
    """What a value is. `code` is its normalised spelling; `kind` is UNKNOWN where the prefix does not tell."""

    code: str
    verdict: Verdict
    reason: Reason
    kind: SubjectKind = SubjectKind.UNKNOWN
    respelled: bool = False  # lower case, full width or spaces were mended


def check_character(body: str) -> str:
    """The 18th character for the first 17. They must be of the alphabet."""
    total = sum(_VALUES[character] * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def kind_of(code: str) -> SubjectKind:
    """What kind of subject the first two characters name; UNKNOWN for authorities that register several kinds."""
    return KINDS.get(code[:2], SubjectKind.UNKNOWN)


def check_uscc(text: str) -> UsccVerdict:
    """Judge a value of a column that should hold a unified social credit code. Never raises."""
    code = normalise_code(text)
    verdict, reason = _judge(code)
    kind = kind_of(code) if verdict in {Verdict.VALID, Verdict.CHECK_FAILED} else SubjectKind.UNKNOWN
    return UsccVerdict(code, verdict, reason, kind, respelled=code != text)


def _judge(code: str) -> tuple[Verdict, Reason]:
    if not code:
        return Verdict.MALFORMED, Reason.EMPTY
    if len(code) == 15:
        return _judge_old_number(code)
    if len(code) != 18:
        return Verdict.MALFORMED, Reason.LENGTH
    passes = _CODE.fullmatch(code) is not None and check_character(code[:17]) == code[17]
    person = _person_number(code, passes=passes)
    if person is not None:
        return Verdict.PERSON_NUMBER, person
    if _CODE.fullmatch(code) is None:
        return Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER
    if not code[2:8].isdigit():
        return Verdict.MALFORMED, Reason.DIVISION_NOT_DIGITS
    if passes:
        return Verdict.VALID, Reason.PASSED
    if _PLACEHOLDER.search(code):
        return Verdict.MALFORMED, Reason.PLACEHOLDER
    return Verdict.CHECK_FAILED, Reason.CHECK_DIGIT


def _person_number(code: str, *, passes: bool) -> Reason | None:
    """Why this is taken for a person's number. A passed USCC check clears it only if the person's check fails.

    Numbers of foreign residents begin with 9 like every company's code; there a passed USCC check clears the code
    in any case, for one company in a thousand would pass both.
    """
    if looks_like_resident_number(code) and (not passes or resident_check_passes(code)):
        return Reason.RESIDENT_NUMBER
    if looks_like_foreign_resident_number(code) and not passes and resident_check_passes(code):
        return Reason.FOREIGN_RESIDENT_NUMBER
    return None


def _judge_old_number(code: str) -> tuple[Verdict, Reason]:
    """15 digits: a registration number from before 2015, or a resident's number from before 1999.

    A registration number has 0 to 3 in place 7 for domestic companies. People born before 1940 share that digit, so
    there the check digit decides; otherwise a plausible day of birth is enough for quarantine.
    """
    if not code.isascii() or not code.isdigit():
        return Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER
    passes = registration_number_passes(code)
    if looks_like_old_resident_number(code) and (not passes or code[6] >= "4"):
        return Verdict.PERSON_NUMBER, Reason.OLD_RESIDENT_NUMBER
    reason = Reason.REGISTRATION_NUMBER if passes else Reason.REGISTRATION_NUMBER_CHECK_DIGIT
    return Verdict.OLD_NUMBER, reason


def organisation_part_passes(code: str) -> bool:
    """Whether characters 9 to 17 hold an organisation code whose own check digit is right."""
    return organisation_code_passes(code[8:17])
