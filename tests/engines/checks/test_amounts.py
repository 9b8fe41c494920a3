"""Amounts as agencies write them, against plain Python."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.engines.checks.amounts import as_amount
from tests.engines.checks.columns_of_values import over

FORMAL = "零壹贰叁肆伍陆柒捌玖"


def wan(values: list[str | None]) -> list[object]:
    return over(values, lambda text: as_amount(text, "wan-yuan"))


def yuan(values: list[str | None]) -> list[object]:
    return over(values, lambda text: as_amount(text, "yuan"))


def in_formal_numerals(number: int) -> str:
    """The amount in yuan as cheques write it, below a hundred million."""

    def four(n: int) -> str:
        text, zero = "", False
        for unit, size in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
            digit, n = divmod(n, size)
            if digit:
                text += ("零" if zero and text else "") + FORMAL[digit] + unit
                zero = False
            else:
                zero = True
        return text

    high, low = divmod(number, 10_000)
    gap = "零" if high and 0 < low < 1000 else ""
    return (four(high) + "万" if high else "") + gap + four(low) + "元整"


def test_spellings_of_real_files() -> None:
    written = [
        "0.03",
        "300元",
        "2万元",
        "1,234.5",
        "叁佰元",
        "贰万元整",
        "１２．５",
        "￥3000元",
        "1.5亿元",
        "伍拾万元",
        "十元",
        "五角",
    ]
    expected = ["0.03", "0.03", "2", "1234.5", "0.03", "2", "12.5", "0.3", "15000", "50", "0.001", "0.00005"]
    assert wan(list(written)) == [Decimal(text) for text in expected]


def test_what_is_no_amount() -> None:
    nothing = ["", "若干", "罚款", "1.2.3", "12abc", "元", "万", None, "--5", "3万5"]
    assert wan(nothing) == [None] * len(nothing)


def test_negative_amounts_stay_negative() -> None:
    assert yuan(["-3", "-1,000.5"]) == [Decimal(-3), Decimal("-1000.5")]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 99_999_999), min_size=1, max_size=60))
def test_formal_numerals_are_their_number(numbers: list[int]) -> None:
    assert yuan([in_formal_numerals(n) for n in numbers]) == [Decimal(n) for n in numbers]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(min_value=0, max_value=99_999_999, places=2), min_size=1, max_size=60))
def test_units_and_separators_change_the_scale_only(amounts: list[Decimal]) -> None:
    assert yuan([f"{a:,}" for a in amounts]) == amounts
    assert yuan([f"{a}元" for a in amounts]) == amounts
    assert yuan([f"{a}万元" for a in amounts]) == [a * 10_000 for a in amounts]
    assert wan([f"{a}元" for a in amounts]) == [a / 10_000 for a in amounts]
