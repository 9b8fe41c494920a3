"""What was filled in, checked against what the pack asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from creditport.engines.cases.refusals import FieldMissingError
from creditport.kernel.packs.schema_cases import CaseField, CaseFieldKind

_LONGEST = 2000


def filled(declared: Iterable[CaseField], given: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are kept. Refuses what is required and missing, unknown, too long, or not a day."""
    fields = {each.id: each for each in declared}
    for name in given:
        if name not in fields:
            raise FieldMissingError(name)
    return {name: value for name, field in fields.items() if (value := _value(field, given.get(name, "")))}


def _value(field: CaseField, given: str) -> str:
    value = given.strip()
    if not value:
        if field.required:
            raise FieldMissingError(field.id)
        return ""
    if len(value) > _LONGEST or (field.kind is CaseFieldKind.DATE and not _is_day(value)):
        raise FieldMissingError(field.id)
    if field.kind is CaseFieldKind.CHOICE and value not in {each.en for each in field.values}:
        raise FieldMissingError(field.id)
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
