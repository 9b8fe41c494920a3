"""Which duties a record leaves, read from its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from creditport.consequences.repair.choices import Duty
from creditport.kernel.packs.schema import CatalogueItem, FieldKind


def duties_of(item: CatalogueItem | None, fields: Mapping[str, Any]) -> tuple[Duty, ...]:
    """Payment, if the record names an amount above zero; and the mending of the conduct, always."""
    amounts = [field.id for field in item.fields if field.kind is FieldKind.AMOUNT] if item else []
    owes = any(_positive(fields.get(name)) for name in amounts)
    return (Duty.PAYMENT, Duty.CORRECTION) if owes else (Duty.CORRECTION,)


def _positive(value: object) -> bool:
    try:
        return value is not None and Decimal(str(value)) > 0
    except InvalidOperation:
        return False
