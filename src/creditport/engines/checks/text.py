"""How a cell's text is cleaned before it is read. Expressions only; the plain twin for one value is in the tests."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

NULL_MARKERS = ("", "——", "—", "－", "--", "/", "／", "\\", "无", "N/A", "n/a", "NA", "-", "null", "NULL", "None")
_LONGEST_MARKER = 4
_HALF = "".join(chr(code) for code in range(0x21, 0x7F))
_FULL = "".join(chr(code + 0xFEE0) for code in range(0x21, 0x7F))
_BLANK = r"[\s\x{3000}\x{00A0}\x{FEFF}\x{200B}]"
OUTER_BLANKS = f"^{_BLANK}+|{_BLANK}+$"
_INNER = f"{_BLANK}+"


@ibis.udf.scalar.builtin(name="substr")  # type: ignore[untyped-decorator]
def _substr(text: str, first: int, length: int) -> str:  # type: ignore[empty-body]
    """The engine's own function; its first place is 1."""


def piece(text: ir.StringValue, start: int | ir.IntegerValue, length: int) -> ir.StringValue:
    """So many characters from a place on, 0 the first.

    The same as `text.substr`, which writes a case for places from the end each time: of a check sum that makes five
    times as much SQL, and every part of a file is planned anew.
    """
    found: ir.StringValue = _substr(text, start + 1, length)
    return found


def _any(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    found = conditions[0]
    for condition in conditions[1:]:
        found = found | condition
    return found


def let(value: ir.Value, body: Callable[[ir.Value], ir.Value]) -> ir.Value:
    """The body with the value bound to a name, so that a long expression is written and computed once."""
    return ibis.array([value]).map(body)[0]


def when(first: ir.BooleanValue, then: ir.BooleanValue) -> ir.BooleanValue:
    """Both hold; the second is computed only for rows where the first does."""
    return ibis.cases((first, then), else_=ibis.literal(False))


def any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """True where some condition is true; an unknown condition counts as false."""
    return _any([condition.fill_null(False) for condition in conditions]) if conditions else ibis.literal(False)


def stripped(text: ir.StringValue) -> ir.StringValue:
    """Without blanks at the ends, the wide Chinese blank and invisible ones included."""
    outer = text.re_search(f"^{_BLANK}") | text.re_search(f"{_BLANK}$")
    return ibis.cases((outer, text.re_replace(OUTER_BLANKS, "")), else_=text)


def unless_nothing(value: ir.StringValue) -> ir.StringValue:
    """Null where the stripped cell holds one of the ways of writing nothing."""
    return ibis.cases(
        (value.length() > _LONGEST_MARKER, value),
        (value.isin(NULL_MARKERS), ibis.null("string")),
        else_=value,
    )


def half_width(text: ir.StringValue) -> ir.StringValue:
    """Full-width letters, digits and signs folded to half width."""
    return ibis.cases((text.re_search(r"[！-～]"), text.translate(_FULL, _HALF)), else_=text)


def as_code_text(text: ir.StringValue) -> ir.StringValue:
    """The spelling of codes: half width, upper case, without blanks, hyphens or invisible characters."""
    plain = text.re_search(r"^[0-9A-Z]+$")
    folded = half_width(text).re_replace(r"[\s\x{3000}\x{00A0}\x{200B}-\x{200D}\x{2060}\x{FEFF}'’‐‑–—-]+", "").upper()
    return ibis.cases((plain, text), else_=folded)


def without_blanks(text: ir.StringValue) -> ir.StringValue:
    return text.re_replace(_INNER, "")
