"""Numbers that name somebody: the unified social credit code, the old registration number, a resident's number.

The same judgements as `subjects.identifiers` makes for one value, as expressions; a test holds the two equal over
the published vectors. Where the two meet, privacy wins: what looks like a person's number is one.
"""

from __future__ import annotations

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
_WIDE = "[０-９]{17}[０-９XxＸｘ]"
RESIDENT_IN_TEXT = f"(?:^|[^0-9])({_RESIDENT})(?:[^0-9]|$)|{_WIDE}"  # letters may stand beside it
RESIDENT_ANYWHERE = f"{_RESIDENT}|{_WIDE}"  # for masking, which may cover too much


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
    """Free text that holds a resident's number which passes its own check, in full or half width."""
    numbers = half_width(text).upper().re_replace("[^0-9X]+", " ").re_replace("(^| )X+", " ")
    tokens = numbers.split(" ")
    found = tokens.filter(_is_resident).length() > 0
    return ibis.cases((text.re_search(RESIDENT_IN_TEXT), found), else_=ibis.literal(False))


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
