"""Numbers that name somebody: the unified social credit code, the old registration number, a resident's number.

The same judgements as `subjects.identifiers` makes for one value, as expressions; a test holds the two equal over
the published vectors. Where the two meet, privacy wins: what looks like a person's number is one.
"""

from __future__ import annotations

import re
from enum import IntEnum

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.text import half_width, piece

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_BIRTH = "(18[7-9][0-9]|19[0-9]{2}|20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
_RESIDENT = f"(?:{_PROVINCES})[0-9]{{4}}{_BIRTH}[0-9]{{3}}[0-9Xx]"
_FOREIGN = f"9(?:{_PROVINCES})[0-9]{{3}}{_BIRTH}[0-9]{{3}}[0-9Xx]"
_SHORT_RESIDENT = f"^({_PROVINCES})[0-9]{{4}}[0-9]{{2}}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{{3}}$"
# In free text a number may be cut by blanks, be of full-width digits, have a mistyped check character, or be an old one
# of 15 digits. `_shape` is a resident's number in either width, cut wherever people cut it.
_BLANK = "[ \u3000\u00a0]?"
_CUT = "[ \u3000\u00a0.·_\uff0d-]{0,2}"  # before and after the day of birth


def _either(digits: str) -> str:
    """A class of digits in half and full width: `1-3` is `[1-3１-３]`."""
    return f"[{digits}{''.join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in digits)}]"


def _run(*digits: str) -> str:
    return _BLANK.join(map(_either, digits))


_ANY = "0-9"
_PROVINCE_SHAPE = "|".join(
    _run(first, rest)
    for first, rest in (
        ("1", "1-5"), ("2", "1-3"), ("3", "1-7"), ("4", "1-6"), ("5", "0-4"), ("6", "1-5"), ("7", "1"), ("8", "1-3"),
    )
)  # fmt: skip
_GROWN = "|".join(
    (_run("1", "8", "7-9", _ANY), _run("1", "9", _ANY, _ANY), _run("2", "0", "0", _ANY), _run("2", "0", "1", "0-2"))
)
_MONTH = f"(?:{_run('0', '1-9')}|{_run('1', '0-2')})"
_DAY = f"(?:{_run('0', '1-9')}|{_run('12', _ANY)}|{_run('3', '01')})"
_END = f"(?:{_either(_ANY)}{_BLANK}){{3}}[0-9０-９XxＸｘ]"


def _shape(years: str) -> str:
    """A resident's number born in one of these years."""
    region = f"(?:{_PROVINCE_SHAPE}){_BLANK}{_run(_ANY, _ANY, _ANY, _ANY)}"
    return f"{region}{_CUT}(?:{years}){_BLANK}{_MONTH}{_BLANK}{_DAY}{_CUT}{_END}"


_RESIDENT_SHAPE = _shape(f"{_GROWN}|{_run('2', '0', _ANY, _ANY)}")
_OLD_SHAPE = f"(?:{_PROVINCES})[0-9]{{6}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}"
_SAID = "(?:身份|证件号|居民)[^0-9０-９A-Za-z|]{0,12}"  # words that say whose number follows
_PASSPORT = "(?:护照|通行证|居住证)[^0-9A-Za-z|]{0,12}[A-Za-z]{1,2}[0-9]{7,9}"
RESIDENT_IN_TEXT = f"{_RESIDENT_SHAPE}|{_SAID}[1-8１-８]|护照|通行证|居住证"  # a glance: what may hold one
RESIDENT_ANYWHERE = f"{_RESIDENT_SHAPE}|{_SAID}{_OLD_SHAPE}|{_PASSPORT}"  # for masking, which may cover too much


def masked(text: str) -> str:
    """The text without persons' numbers."""
    return re.sub(RESIDENT_ANYWHERE, "***", text)


class Verdict(IntEnum):
    """What the value in a column of codes is."""

    VALID = 0
    CHECK_FAILED = 1
    OLD_NUMBER = 2
    PERSON = 3
    MALFORMED = 4


def _integer(value: ir.IntegerValue) -> ir.IntegerValue:
    return value.cast("int32")


def uscc_check_passes(code: ir.StringValue) -> ir.BooleanValue:
    """Whether 18 characters of the alphabet end in the right check character."""
    total: ir.IntegerValue = ibis.literal(0)
    for place, weight in enumerate(_WEIGHTS):
        total = total + _integer(ibis.literal(ALPHABET).find(piece(code, place, 1))) * weight
    last = ibis.literal(ALPHABET).find(piece(code, 17, 1))
    return has_uscc_alphabet(code) & ((total + last) % 31 == 0)


def has_uscc_alphabet(code: ir.StringValue) -> ir.BooleanValue:
    return code.re_search(f"^[{ALPHABET}]{{18}}$")


def has_uscc_form(code: ir.StringValue) -> ir.BooleanValue:
    """The alphabet, and digits where the division stands."""
    return code.re_search(f"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$")


def is_placeholder(code: ir.StringValue) -> ir.BooleanValue:
    """Ends in six equal characters, as made-up codes do."""
    return code.re_search("|".join(f"{character}{{6}}$" for character in ALPHABET))


def resident_check_passes(number: ir.StringValue) -> ir.BooleanValue:
    """The check character of 17 digits and a digit or X."""
    total: ir.IntegerValue = ibis.literal(0)
    for place, weight in enumerate(_RESIDENT_WEIGHTS):
        total = total + piece(number, place, 1).try_cast("int32") * weight
    wanted = piece(ibis.literal("10X98765432"), total % 11, 1)
    return number.re_search("^[0-9]{17}[0-9X]$") & (wanted == piece(number, 17, 1))


def _born(number: ir.StringValue, start: int) -> ir.BooleanValue:
    """The eight digits are a possible day."""
    day = piece(number, start, 4) + "-" + piece(number, start + 4, 2) + "-" + piece(number, start + 6, 2)
    return day.try_cast("date").notnull()


def looks_like_resident(code: ir.StringValue) -> ir.BooleanValue:
    """A province, a possible day of birth and the length of a resident's number; the check may fail."""
    return ibis.cases((code.re_search(f"^{_RESIDENT}$"), _born(code, 6)), else_=ibis.literal(False))


def _old_number_passes(number: ir.StringValue) -> ir.BooleanValue:
    """ISO 7064 MOD 11, 10 over 15 digits."""
    product: ir.IntegerValue = ibis.literal(10)
    for place in range(14):
        product = ((product + piece(number, place, 1).try_cast("int32") + 9) % 10 + 1) * 2 % 11
    return (product + piece(number, 14, 1).try_cast("int32")) % 10 == 1


def is_old_number(code: ir.StringValue) -> ir.BooleanValue:
    """Fifteen digits: a registration number from before 2015."""
    return code.re_search("^[0-9]{15}$")


def _short_resident(code: ir.StringValue) -> ir.BooleanValue:
    """A resident's number from before 1999 in 15 digits, unless it is a right registration number."""
    day = ibis.literal("19") + piece(code, 6, 6)
    looks = code.re_search(_SHORT_RESIDENT) & _born(day, 0)
    return looks & ((piece(code, 6, 1) >= "4") | ~_old_number_passes(code))


def is_person_number(code: ir.StringValue, passes: ir.BooleanValue) -> ir.BooleanValue:
    """In the column of a legal person's code: what looks like a natural person's number.

    A passed check of the legal person's code (`passes`) clears it only if the person's own check fails.
    """
    resident = looks_like_resident(code) & (~passes | resident_check_passes(code))
    foreign = code.re_search(f"^{_FOREIGN}$") & _born(code, 6) & ~passes & resident_check_passes(code)
    return ibis.cases(
        (code.re_search("^[0-9]{17}[0-9X]$"), resident | foreign),
        (is_old_number(code), _short_resident(code)),
        else_=ibis.literal(False),
    )


def holds_person_number(text: ir.StringValue) -> ir.BooleanValue:
    """Free text that holds a resident's number or, after a word that says so, an old one or that of a passport.

    A mistyped number is a person's number too; only where the day of birth would be so recent that the number is more
    likely that of a case or a contract, its check character decides, unless words say what it is.
    """
    plain = half_width(text).upper()
    numbers = plain.re_replace("[^0-9X]+", " ").re_replace("(^| )X+", " ")
    recent = numbers.split(" ").filter(_is_resident).length() > 0
    cut = plain.re_extract(f"(?:^|[^0-9])({_RESIDENT_SHAPE})(?:[^0-9]|$)", 1).re_replace("[^0-9X]+", "")
    held = (
        plain.re_search(f"(?:^|[^0-9]){_shape(_GROWN)}(?:[^0-9]|$)")
        | plain.re_search(f"{_SAID}(?:{_RESIDENT_SHAPE}|{_OLD_SHAPE})(?:[^0-9]|$)")
        | plain.re_search(f"{_PASSPORT}(?:[^0-9]|$)")
        | recent
        | _is_resident(cut)
    )
    return ibis.cases((text.re_search(RESIDENT_IN_TEXT), held), else_=ibis.literal(False))


def _is_resident(number: ir.StringValue) -> ir.BooleanValue:
    shaped = number.re_search(f"^{_RESIDENT}$")
    return ibis.cases((shaped, _born(number, 6) & resident_check_passes(number)), else_=ibis.literal(False))


def verdict(code: ir.StringValue, passes: ir.BooleanValue) -> ir.IntegerValue:
    """What the code is. The common case, a right code that cannot be a resident's number, is decided first.

    Where nobody asks for the check character (an agency that is only mentioned), `passes` is true.
    """
    form = has_uscc_form(code)
    birth = piece(code, 6, 2)
    return ibis.cases(
        (code.isnull(), ibis.null("int8")),
        (form & passes & ~birth.isin(("18", "19", "20")), _verdict(Verdict.VALID)),
        (is_person_number(code, passes), _verdict(Verdict.PERSON)),
        (form & passes, _verdict(Verdict.VALID)),
        (is_old_number(code), _verdict(Verdict.OLD_NUMBER)),
        (~form | is_placeholder(code), _verdict(Verdict.MALFORMED)),
        else_=_verdict(Verdict.CHECK_FAILED),
    )


def _verdict(each: Verdict) -> ir.IntegerScalar:
    return ibis.literal(int(each), "int8")
