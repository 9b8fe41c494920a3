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
        f"编号{wrong}",
        f"{wrong}、{right}",
        f"1{right}2",
        "无",
        None,
        right.lower(),
    ]
    assert over(texts, numbers.holds_person_number) == [True, False, True, False, False, None, True] or over(
        texts, numbers.holds_person_number
    ) == [True, False, True, False, False, False, True]
