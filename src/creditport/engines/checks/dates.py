"""Days as agencies write them: 2022/05/16, 20220516, 2022-05-16, 2022.5.16, 2022年5月16日, 05/16/2022.

A slash date that begins with two digits is read as month, day, year, for that is how spreadsheets in English export
it; where that is no day the cell is reported, never read the other way round.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.text import half_width, let, piece

_CENTURY = "[1１][89８９]|[2２][01０１]"  # 1800 to 2199
_ISO = r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"
_COMPACT = r"^[0-9]{8}$"
_AMERICAN = r"^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}$"
_MIDNIGHT = r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$"


def _dashed(text: ir.StringValue) -> ir.StringValue:
    """Every separator as a dash, a time of day dropped."""
    marks = half_width(text).re_replace(_MIDNIGHT, "").re_replace("日$", "")
    return marks.re_replace(r"\s*[/.年月-]\s*", "-")


def _iso(text: ir.StringValue) -> ir.StringValue:
    return let(_dashed(text), _iso_of_dashed)


def _iso_of_dashed(dashed: ir.StringValue) -> ir.StringValue:
    compact = piece(dashed, 0, 4) + "-" + piece(dashed, 4, 2) + "-" + piece(dashed, 6, 2)
    american = dashed.re_replace("^([0-9]+)-([0-9]+)-([0-9]{4})$", r"\3-\1-\2")
    return ibis.cases(
        (dashed.re_search(_ISO), dashed),
        (dashed.re_search(_COMPACT), compact),
        (dashed.re_search(_AMERICAN), american),
        else_=ibis.null("string"),
    )


def as_date(text: ir.StringValue) -> ir.DateValue:
    """The day, or null where the text is none (impossible days such as 2023-02-29 included)."""
    plain = text.re_search(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    slashed = text.re_search(r"^[0-9]{4}/[0-9]{2}/[0-9]{2}$")
    iso = ibis.cases((plain, text), (slashed, text.replace("/", "-")), else_=_iso(text))
    in_range = text.re_search(_CENTURY)
    return ibis.cases((in_range, iso.try_cast("date")), else_=ibis.null("date"))


def has_date_form(text: ir.StringValue) -> ir.BooleanValue:
    """Whether the text is written like a day, possible or not: tells an impossible day from no day at all."""
    return _iso(text).notnull()
