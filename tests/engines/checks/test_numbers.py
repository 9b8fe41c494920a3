"""The expressions judge codes as `subjects.identifiers` judges one, over the published vectors."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.engines.checks import numbers
from creditport.engines.checks.text import as_code_text
from creditport.subjects.identifiers.choices import Verdict
from creditport.subjects.identifiers.resident_id import resident_check_passes
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.identifiers.uscc import check_uscc
from tests.engines.checks.columns_of_values import over

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "data" / "vectors"
NAMES = {
    numbers.Verdict.VALID: Verdict.VALID,
    numbers.Verdict.CHECK_FAILED: Verdict.CHECK_FAILED,
    numbers.Verdict.OLD_NUMBER: Verdict.OLD_NUMBER,
    numbers.Verdict.PERSON: Verdict.PERSON_NUMBER,
    numbers.Verdict.MALFORMED: Verdict.MALFORMED,
}


def judged(codes: list[str]) -> list[Verdict]:
    found = over(codes, lambda text: numbers.verdict(as_code_text(text), numbers.uscc_check_passes(as_code_text(text))))
    return [NAMES[numbers.Verdict(int(str(each)))] for each in found]


def vectors(name: str, column: str) -> list[str]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    with path.open(encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


@pytest.mark.parametrize(("name", "column"), [("uscc.csv", "code"), ("resident_id.csv", "number")])
def test_published_vectors(name: str, column: str) -> None:
    codes = vectors(name, column)
    assert judged(codes) == [check_uscc(code).verdict for code in codes]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.from_regex(r"\A[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\Z"),
            st.from_regex(r"\A(11|46|91)[0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}[0-9X]\Z"),
            st.from_regex(r"\A[0-9]{15}\Z"),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_any_code(codes: list[str]) -> None:
    assert judged(codes) == [check_uscc(code).verdict for code in codes]


def test_code_spelling() -> None:
    written = ["91110116589133454j", "９１４６００００", "91 4600-00", " 9146　00"]
    assert over(written, as_code_text) == [normalise_code(text) for text in written]


def test_person_numbers_in_text() -> None:
    right, wrong = "11010219910101007" + "8", "110102199101010079"
    assert resident_check_passes(right)
    assert not resident_check_passes(wrong)
    texts = [
        f"当事人张某（身份证号{right}）",
        f"编号{wrong}",  # mistyped: a person's number too
        f"{wrong}、{right}",
        f"1{right}2",
        "无",
        right.lower(),
    ]
    assert over(texts, numbers.holds_person_number) == [True, True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("110102 19910101 0078", True),
        ("1101 0219 9101 0100 78", True),
        ("110102-19910101-0078", True),
        ("１１０１０２ 19910101　００７８", True),
        ("于2020年以110102199101010078出资", True),
        ("110102202401010019", False),  # born in 2024, and the check character fails: more likely a case
        ("身份证号110102202401010019", True),
        ("证件号码：110102910101007", True),
        ("登记号110102910101007", False),
        ("持护照E12345678入境", True),
        ("合同E12345678", False),
        ("统一社会信用代码（证件号码）914602000825352782", False),
        ("电话0898-66778899，罚款 20000 元，2026-11-16", False),
        ("标准 GB 110102 2019 1001 0078 号", True),  # rather one too many in quarantine than one shown
    ],
)
def test_how_numbers_are_written(text: str, held: bool) -> None:
    assert over([text], numbers.holds_person_number) == [held]


def test_masking() -> None:
    assert numbers.masked("林某 110102 19910101 0078.xlsx") == "林某 ***.xlsx"
    assert numbers.masked("护照E12345678，914602000825352782") == "***，914602000825352782"
