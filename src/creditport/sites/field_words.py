"""How the value of a catalogue field is written for people: a day, an amount with its unit, the name behind a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueField, FieldKind
from creditport.sites.words import day_words, in_language

Format = Callable[[object], str]
_WAN = 10_000
_UNITS = ("（万元）", "（元）", " (10,000 yuan)", " (yuan)")


def field_label(field: CatalogueField) -> str:
    """What a field is called beside its written value. An amount says its unit itself, in English another one."""
    label = in_language(field.label)
    if field.kind is not FieldKind.AMOUNT:
        return label
    return next((label.removesuffix(unit) for unit in _UNITS if label.endswith(unit)), label)


def field_format(field: CatalogueField) -> Format:
    """How values of this field are written for the present reader."""
    if field.kind is FieldKind.DATE:
        return _day
    if field.kind is FieldKind.AMOUNT:
        return _ten_thousands if field.unit == "wan-yuan" else _yuan
    if field.code_list and field.kind in (FieldKind.CODE, FieldKind.CODES):
        values = packs().code_lists[field.code_list].values
        names = {value.id: in_language(value.label) for value in values}
        return lambda value: _code_names(value, names)
    return str


def _day(value: object) -> str:
    try:
        return day_words(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return str(value)


def _yuan(value: object) -> str:
    return _("{amount} yuan").format(amount=_amount(value, 1))


def _ten_thousands(value: object) -> str:
    """万元 in Chinese; in English, which has no such unit, plain yuan."""
    if get_language() == "en":
        return _("{amount} yuan").format(amount=_amount(value, _WAN))
    return f"{_amount(value, 1)} 万元"


def _amount(value: object, factor: int) -> str:
    try:
        number = round(float(str(value)) * factor, 6)
    except ValueError:
        return str(value)
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def _code_names(value: object, names: Mapping[str, str]) -> str:
    parts = value if isinstance(value, list) else [value]
    return _(", ").join(names.get(str(part), str(part)) for part in parts)
