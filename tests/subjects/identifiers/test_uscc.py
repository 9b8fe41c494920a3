"""The unified social credit code and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditport.subjects.identifiers.choices import Reason, Verdict
from creditport.subjects.identifiers.organisation_code import check_organisation_code, organisation_check_character
from creditport.subjects.identifiers.registration_number import registration_number_passes
from creditport.subjects.identifiers.resident_id import check_resident_id, resident_check_passes
from creditport.subjects.identifiers.uscc import ALPHABET, check_character, check_uscc, organisation_part_passes
from creditport.subjects.register.choices import SubjectKind


@pytest.mark.parametrize(
    ("text", "verdict", "reason", "kind"),
    [
        ("914602000825352782", Verdict.VALID, Reason.PASSED, SubjectKind.ENTERPRISE),
        ("11460000008173790G", Verdict.VALID, Reason.PASSED, SubjectKind.GOVERNMENT_BODY),
        ("12460200MB1D76498X", Verdict.VALID, Reason.PASSED, SubjectKind.INSTITUTION),
        ("91350211M0000XUF46", Verdict.CHECK_FAILED, Reason.CHECK_DIGIT, SubjectKind.ENTERPRISE),
        ("A1110000600037341K", Verdict.VALID, Reason.PASSED, SubjectKind.INSTITUTION),
        ("A1110000600037341L", Verdict.CHECK_FAILED, Reason.CHECK_DIGIT, SubjectKind.INSTITUTION),
        ("11010519491231002X", Verdict.PERSON_NUMBER, Reason.RESIDENT_NUMBER, SubjectKind.UNKNOWN),
        ("110105194912310021", Verdict.PERSON_NUMBER, Reason.RESIDENT_NUMBER, SubjectKind.UNKNOWN),
        ("91460000MA5TXXXXXX", Verdict.MALFORMED, Reason.PLACEHOLDER, SubjectKind.UNKNOWN),
        ("91460100MA5I3W5K7M", Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER, SubjectKind.UNKNOWN),
        ("9146A100MA5T6PR05K", Verdict.MALFORMED, Reason.DIVISION_NOT_DIGITS, SubjectKind.UNKNOWN),
        ("12345", Verdict.MALFORMED, Reason.LENGTH, SubjectKind.UNKNOWN),
        ("  ", Verdict.MALFORMED, Reason.EMPTY, SubjectKind.UNKNOWN),
        ("110108000000016", Verdict.OLD_NUMBER, Reason.REGISTRATION_NUMBER, SubjectKind.UNKNOWN),
        ("460100000012345", Verdict.OLD_NUMBER, Reason.REGISTRATION_NUMBER_CHECK_DIGIT, SubjectKind.UNKNOWN),
        ("110105491231002", Verdict.PERSON_NUMBER, Reason.OLD_RESIDENT_NUMBER, SubjectKind.UNKNOWN),
        ("海南省海口市龙华区某某路十八号院内二", Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER, SubjectKind.UNKNOWN),
        ("²²²²²²²²²²²²²²²", Verdict.MALFORMED, Reason.FORBIDDEN_CHARACTER, SubjectKind.UNKNOWN),
    ],
)
def test_verdicts(text: str, verdict: Verdict, reason: Reason, kind: SubjectKind) -> None:
    result = check_uscc(text)
    assert (result.verdict, result.reason, result.kind) == (verdict, reason, kind)


@pytest.mark.parametrize("prefix", ["N1", "N2", "N3", "N9"])
def test_rural_collectives_are_communities(prefix: str) -> None:
    body = f"{prefix}469021MF0012345"
    result = check_uscc(body + check_character(body))
    assert (result.verdict, result.kind) == (Verdict.VALID, SubjectKind.COMMUNITY)


def test_family_y_is_valid_and_tells_no_kind() -> None:
    body = "Y1469021MF0012345"
    result = check_uscc(body + check_character(body))
    assert (result.verdict, result.kind) == (Verdict.VALID, SubjectKind.UNKNOWN)


def test_spelling_is_mended() -> None:
    result = check_uscc("９１４６ ０１００-ma5t6pr05k\u3000")
    assert (result.code, result.verdict, result.respelled) == ("91460100MA5T6PR05K", Verdict.VALID, True)
    assert check_uscc("91460100MA5T6PR05K").respelled is False


def test_a_person_whose_number_passes_as_a_company_stays_a_person() -> None:
    both = [
        number
        for sequence in range(1000)
        for number in [_resident("460100", "19880214", sequence)]
        if check_character(number[:17]) == number[17]
    ]
    assert both, "one number in 31 should pass both checks"
    assert {check_uscc(number).verdict for number in both} == {Verdict.PERSON_NUMBER}


def _resident(region: str, born: str, sequence: int) -> str:
    body = f"{region}{born}{sequence:03d}"
    return next(body + last for last in "0123456789X" if resident_check_passes(body + last))


@given(st.text(max_size=24))
def test_never_raises_and_keeps_the_code_spelled_once(text: str) -> None:
    result = check_uscc(text)
    assert check_uscc(result.code).verdict is result.verdict
    assert check_resident_id(text).number == result.code


@given(
    st.sampled_from(["91", "92", "12", "51", "N2"]),
    st.integers(0, 999_999),
    st.text("0123456789ABCDEFGH", min_size=8, max_size=8),
)
def test_one_wrong_character_is_found(prefix: str, division: int, body: str) -> None:
    start = f"{prefix}{division:06d}{body}"
    start += organisation_check_character(body)
    code = start + check_character(start)
    assert organisation_part_passes(code)
    others = [code[:17] + last for last in ALPHABET if last != code[17]]
    assert Verdict.VALID not in {check_uscc(other).verdict for other in others}


def test_organisation_codes() -> None:
    assert check_organisation_code("D2143569-X") == ("D2143569X", Verdict.VALID, Reason.PASSED)
    assert check_organisation_code("M000100Y4") == ("M000100Y4", Verdict.VALID, Reason.PASSED)
    assert check_organisation_code("D2143569-1") == ("D21435691", Verdict.CHECK_FAILED, Reason.CHECK_DIGIT)
    assert check_organisation_code("D214") == ("D214", Verdict.MALFORMED, Reason.LENGTH)


def test_registration_number_check_digit() -> None:
    assert registration_number_passes("110108000000016")
    assert not registration_number_passes("110108000000017")
