"""Amounts as agencies write them: with thousands separators, with 元, 万元 or 亿元, in Chinese numerals.

A bare number is in the unit of its field. A number with its own unit is converted, and the row says so.
"""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.text import half_width, let, without_blanks

Unit = Literal["wan-yuan", "yuan"]
DECIMAL = "decimal(18, 6)"
_WIDE = "decimal(28, 8)"
_NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
_CURRENCY = r"^(人民币|RMB|CNY|￥|¥)+|(人民币|RMB|CNY|整|正)+$"
_NUMERALS = (
    ("零〇一二两三四五六七八九", "001223456789"),
    ("壹贰叁肆伍陆柒捌玖", "123456789"),
    ("貳參陸", "236"),
    ("佰仟拾萬億圆圓", "百千十万亿元元"),
)
_FORMAL = "".join(formal for formal, _ in _NUMERALS)
_SIMPLE = "".join(simple for _, simple in _NUMERALS)
_CHINESE = r"^([0-9十百千][0-9百千十万亿]*元?([0-9]角)?([0-9]分)?|[0-9]角([0-9]分)?|[0-9]分)$"


def _plain(text: ir.StringValue) -> ir.StringValue:
    """Half width, without blanks, thousands separators, currency marks and 整."""
    bare = without_blanks(half_width(text)).re_replace(_CURRENCY, "")
    return bare.re_replace("[,，]", "")


def _digit(section: ir.StringValue, mark: str) -> ir.NumericValue:
    """The digit before a mark: 3 in 3百; a bare 十 stands for one ten; no mark, no digit."""
    before = section.re_extract(f"([0-9]?){mark}", 1)
    return ibis.cases(
        (~section.contains(mark), ibis.literal(0)),
        (before == "", ibis.literal(1)),
        else_=before.try_cast("int64"),
    )


def _section(section: ir.StringValue) -> ir.NumericValue:
    """The value of up to four Chinese digits such as 3千0百2十5."""
    ones = section.re_extract("([0-9])$", 1)
    return (
        _digit(section, "千") * 1000
        + _digit(section, "百") * 100
        + _digit(section, "十") * 10
        + ibis.cases((ones != "", ones.try_cast("int64")), else_=ibis.literal(0))
    )


def _chinese_yuan(digits: ir.StringValue) -> ir.DecimalValue:
    """The amount in 元 of simple Chinese digits, e.g. 2万3千5百元5角."""
    whole = digits.re_extract("^([^元角分]*[0-9百千十万亿])(元|$)", 1)
    large = let(whole.re_extract("^(.*)亿", 1), _section)
    myriads = let(whole.re_replace("^.*亿", "").re_extract("^(.*)万", 1), _section)
    rest = let(whole.re_replace("^.*[亿万]", ""), _section)
    small = _small_digit(digits, "角") * 10 + _small_digit(digits, "分")
    yuan = large * 100_000_000 + myriads * 10_000 + rest
    return yuan.cast(_WIDE) + (small.cast(_WIDE) / 100).cast(_WIDE)


def _small_digit(text: ir.StringValue, mark: str) -> ir.NumericValue:
    found = text.re_extract(f"([0-9]){mark}", 1)
    return ibis.cases((found != "", found.try_cast("int64")), else_=ibis.literal(0))


def _with_unit_yuan(plain: ir.StringValue) -> ir.DecimalValue:
    """The amount in 元 of a number followed by 元, 万, 万元, 亿 or 亿元."""
    number = plain.re_replace("[元万亿]+$", "").try_cast(_WIDE)
    factor = ibis.cases(
        (plain.re_search("亿元?$"), ibis.literal(100_000_000)),
        (plain.re_search("万元?$"), ibis.literal(10_000)),
        else_=ibis.literal(1),
    )
    return (number * factor).cast(_WIDE)


def _in_field_unit(yuan: ir.DecimalValue, unit: Unit) -> ir.DecimalValue:
    return (yuan / 10_000).cast(DECIMAL) if unit == "wan-yuan" else yuan.cast(DECIMAL)


def has_own_unit(text: ir.StringValue) -> ir.BooleanValue:
    """Whether the text names a unit itself: 300元, 2万元, 叁佰元."""
    return text.re_search("[元圆圓万萬亿億佰仟拾百千十壹贰叁肆伍陆柒捌玖一二三四五六七八九]")


def as_amount(text: ir.StringValue, unit: Unit) -> ir.DecimalValue:
    """The amount in the field's unit, or null where the text is none."""

    def in_chinese(digits: ir.StringValue) -> ir.DecimalValue:
        yuan = _in_field_unit(_chinese_yuan(digits), unit)
        return ibis.cases((digits.re_search(_CHINESE), yuan), else_=ibis.null(DECIMAL))

    def spelt(plain: ir.StringValue) -> ir.DecimalValue:
        with_unit = plain.re_search(r"^[+-]?[0-9]+(\.[0-9]+)?[万亿]?元?$")
        return ibis.cases(
            (plain.re_search(_NUMBER), plain.try_cast(DECIMAL)),
            (with_unit, _in_field_unit(_with_unit_yuan(plain), unit)),
            (plain.re_search("[0-9]"), ibis.null(DECIMAL)),  # 3万5 may mean two things
            else_=let(plain.translate(_FORMAL, _SIMPLE), in_chinese),
        )

    common = text.re_search(r"^[0-9]{1,11}(\.[0-9]{1,6})?$")
    return ibis.cases((common, text.try_cast(DECIMAL)), else_=let(_plain(text), spelt))
