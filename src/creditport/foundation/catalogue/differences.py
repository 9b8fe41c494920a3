"""What changed between two catalogues: two days, two versions of the packs, or both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from creditport.foundation.catalogue.queries import Dictionary, DictionaryField, DictionaryItem, Words

_TOLD_APART = frozenset({"id", "fields"})


class ChangeKind(StrEnum):
    """What happened to an item or a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `field` is None where the item itself changed; `what` names the changed property."""

    kind: ChangeKind
    item: str
    field: str | None
    what: str | None
    before: str | None
    after: str | None


def differences(older: Dictionary, newer: Dictionary) -> tuple[Change, ...]:
    """Every difference, by item, then field, in the order of the newer catalogue; what was removed comes last."""
    old = {item.id: item for item in older.items}
    new = {item.id: item for item in newer.items}
    return tuple(_items(old, new))


def _items(old: Mapping[str, DictionaryItem], new: Mapping[str, DictionaryItem]) -> Iterator[Change]:
    for id, item in new.items():
        if id not in old:
            yield Change(ChangeKind.ADDED, id, None, None, None, item.name.zh)
            continue
        yield from _properties(id, None, old[id], item)
        yield from _fields(id, old[id], item)
    for id, item in old.items():
        if id not in new:
            yield Change(ChangeKind.REMOVED, id, None, None, item.name.zh, None)


def _fields(item: str, older: DictionaryItem, newer: DictionaryItem) -> Iterator[Change]:
    old = {field.id: field for field in older.fields}
    new = {field.id: field for field in newer.fields}
    for id, field in new.items():
        if id in old:
            yield from _properties(item, id, old[id], field)
        else:
            yield Change(ChangeKind.ADDED, item, id, None, None, field.name.zh)
    for id, field in old.items():
        if id not in new:
            yield Change(ChangeKind.REMOVED, item, id, None, field.name.zh, None)


def _properties(
    item: str,
    field: str | None,
    older: DictionaryItem | DictionaryField,
    newer: DictionaryItem | DictionaryField,
) -> Iterator[Change]:
    for each in fields(newer):
        before, after = getattr(older, each.name), getattr(newer, each.name)
        if each.name not in _TOLD_APART and before != after:
            yield Change(ChangeKind.CHANGED, item, field, each.name, _text(before), _text(after))


def _text(value: object) -> str:
    if isinstance(value, Words):
        return value.zh
    if isinstance(value, tuple):
        return "; ".join(_text(part) for part in value)
    named = getattr(value, "name", None)
    return _text(named) if isinstance(named, Words) else str(value)
