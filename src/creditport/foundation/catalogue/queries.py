"""The data dictionary: what is collected, field by field, by which law, on any day."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.schema import Basis, CatalogueField, CatalogueItem, Label


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument and the article cited, and whether it is in force on the day of the dictionary."""

    instrument: str
    name: Words
    number: str | None
    article: str | None
    in_force: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class Code:
    """One value that a field may take, and the spellings that are understood as it."""

    id: str
    name: Words
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is needed where another field has one of these codes."""

    field: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictionaryField:
    """One field of an item, as a person who fills it in needs to know it."""

    id: str
    code: str | None
    name: Words
    kind: str
    length: int | None
    unit: str | None
    requirement: str
    condition: Condition | None
    openness: str
    headers: tuple[str, ...]
    codes: tuple[Code, ...]
    code_source: str | None
    key: bool
    example: str | None
    note: Words | None
    declared_in: str


@dataclass(frozen=True, slots=True)
class DictionaryItem:
    """One item of the catalogue with all its fields."""

    id: str
    name: Words
    class_number: int
    class_name: Words
    nature: str
    openness: str
    conduct: Words
    sharing: Words
    subject_kinds: tuple[str, ...]
    retention_months: int | None
    update_term_workdays: int
    basis: tuple[Citation, ...]
    valid_from: date
    valid_until: date | None
    verified: bool
    declared_in: str
    fields: tuple[DictionaryField, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The whole catalogue of one day under one version of the packs."""

    version: str
    on: date
    items: tuple[DictionaryItem, ...]

    def as_json(self) -> str:
        """The dictionary for machines; keys in a fixed order, so that equal dictionaries are equal texts."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat)


def dictionary(registry: Registry, on: date) -> Dictionary:
    """The catalogue in force on that day."""
    items = tuple(_item(registry, item, on) for item in registry.items_on(on))
    return Dictionary(version=registry.version, on=on, items=items)


def dictionary_item(registry: Registry, id: str, on: date) -> DictionaryItem:
    """One item as in force on that day. Raises UnknownItemError or NotInForceError."""
    return _item(registry, registry.item(id, on), on)


def _item(registry: Registry, item: CatalogueItem, on: date) -> DictionaryItem:
    return DictionaryItem(
        id=item.id,
        name=_words(item.label),
        class_number=item.catalogue_class,
        class_name=_words(registry.classes[item.catalogue_class].label),
        nature=item.nature.value,
        openness=item.openness.value,
        conduct=_words(item.conduct),
        sharing=_words(item.sharing),
        subject_kinds=tuple(kind.value for kind in item.subject_kinds),
        retention_months=item.retention_months,
        update_term_workdays=item.update_term_workdays,
        basis=tuple(_citation(registry, basis, on) for basis in item.basis),
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        verified=item.verified,
        declared_in=item.declared_in or "",
        fields=tuple(_field(registry, item, field) for field in item.fields),
    )


def _field(registry: Registry, item: CatalogueItem, field: CatalogueField) -> DictionaryField:
    codes = registry.code_lists[field.code_list] if field.code_list else None
    condition = field.required_when
    return DictionaryField(
        id=field.id,
        code=field.code,
        name=_words(field.label),
        kind=field.kind.value,
        length=field.length,
        unit=field.unit,
        requirement=field.requirement.value,
        condition=Condition(condition.field, condition.any_of) if condition else None,
        openness=field.openness.value,
        headers=field.headers,
        codes=tuple(Code(v.id, _words(v.label), v.aliases) for v in codes.values) if codes else (),
        code_source=codes.source if codes else None,
        key=field.id in item.key,
        example=field.example,
        note=_words(field.note) if field.note else None,
        declared_in=field.declared_in or "",
    )


def _citation(registry: Registry, basis: Basis, on: date) -> Citation:
    instrument = registry.instruments[basis.instrument]
    return Citation(
        instrument=instrument.id,
        name=_words(instrument.label),
        number=instrument.number,
        article=basis.article,
        in_force=instrument.in_force(on),
        verified=instrument.verified,
    )


def _words(label: Label) -> Words:
    return Words(zh=label.zh, en=label.en)
