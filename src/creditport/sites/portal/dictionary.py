"""The catalogue as people read it: classes, items, fields, in words instead of codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import (
    CatalogueField,
    CatalogueItem,
    FieldKind,
    Nature,
    Openness,
    Requirement,
    SubjectKind,
)
from creditport.sites.portal import labels
from creditport.sites.portal.labels import Citation
from creditport.subjects.register.choices import SubjectKind as KindWords


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list of the catalogue."""

    id: str
    name: str
    conduct: str
    nature: str
    openness: str
    verified: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    number: int
    name: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of an item, every property in words."""

    name: str
    code: str
    kind: str
    length: str
    requirement: str
    openness: str
    values: tuple[str, ...]
    note: str
    supplement: bool


@dataclass(frozen=True, slots=True)
class ItemFact:
    label: str
    value: str


def catalogue_classes(on: date) -> tuple[ClassRow, ...]:
    """The catalogue of that day, class by class."""
    items = packs().items_on(on)
    return tuple(
        ClassRow(number, labels.local(packs().classes[number].label), tuple(_item_row(item) for item in group))
        for number, group in groupby(items, key=lambda item: item.catalogue_class)
    )


def _item_row(item: CatalogueItem) -> ItemRow:
    return ItemRow(
        id=item.id,
        name=labels.local(item.label),
        conduct=labels.local(item.conduct),
        nature=nature_words(item.nature),
        openness=openness_words(item.openness),
        verified=item.verified,
        citations=labels.citations(item.basis),
    )


def item_facts(item: CatalogueItem) -> tuple[ItemFact, ...]:
    """What a catalogue entry must state about itself."""
    kinds = _(", ").join(str(KindWords(kind.value).label) for kind in item.subject_kinds if kind != SubjectKind.UNKNOWN)
    agencies = _("every agency that decides such matters")
    if item.source_agencies != ("any",):
        agencies = _(", ").join(labels.agency_name(id) for id in item.source_agencies)
    return (
        ItemFact(_("What is recorded"), labels.local(item.conduct)),
        ItemFact(_("Nature"), nature_words(item.nature)),
        ItemFact(_("About whom"), kinds),
        ItemFact(_("Reported by"), agencies),
        ItemFact(_("Openness"), openness_words(item.openness)),
        ItemFact(_("Sharing"), labels.local(item.sharing)),
        ItemFact(_("Kept for"), _retention(item.retention_months)),
        ItemFact(_("To be reported within"), _workdays(item.update_term_workdays)),
        ItemFact(_("In force from"), item.valid_from.isoformat()),
    )


def field_rows(item: CatalogueItem) -> tuple[FieldRow, ...]:
    """The item's fields in the catalogue's order."""
    return tuple(_field_row(field, item) for field in item.fields)


def _field_row(field: CatalogueField, item: CatalogueItem) -> FieldRow:
    values = packs().code_lists[field.code_list].values if field.code_list else ()
    return FieldRow(
        name=labels.local(field.label),
        code=field.code or "",
        kind=_kind_words(field),
        length=str(field.length or ""),
        requirement=_requirement_words(field),
        openness=openness_words(field.openness),
        values=tuple(labels.local(value.label) for value in values),
        note=labels.local(field.note) if field.note else "",
        supplement=field.declared_in not in (None, item.declared_in),
    )


def _retention(months: int | None) -> str:
    if months is None:
        return _("as long as the subject exists")
    return ngettext("{months} month", "{months} months", months).format(months=months)


def _workdays(days: int) -> str:
    return ngettext("{days} working day", "{days} working days", days).format(days=days)


def nature_words(nature: Nature) -> str:
    return {
        Nature.BASIC: _("basic information"),
        Nature.GOOD: _("good standing"),
        Nature.ADVERSE: _("adverse information"),
        Nature.NEUTRAL: _("neither good nor adverse"),
    }[nature]


def openness_words(openness: Openness) -> str:
    return {
        Openness.PUBLIC: _("open to all"),
        Openness.SHARED: _("shared among agencies"),
        Openness.AUTHORISED: _("on authorisation"),
        Openness.SEALED: _("sealed: personal"),
    }[openness]


def _requirement_words(field: CatalogueField) -> str:
    if field.required_when is not None and field.requirement is Requirement.OPTIONAL:
        return _("in certain cases")
    return {
        Requirement.CORE: _("always"),
        Requirement.STANDARD: _("yes"),
        Requirement.OPTIONAL: _("optional"),
    }[field.requirement]


def _kind_words(field: CatalogueField) -> str:
    return {
        FieldKind.TEXT: pgettext("kind of field", "text"),
        FieldKind.CODE: _("one of a list"),
        FieldKind.CODES: _("several of a list"),
        FieldKind.DATE: _("day"),
        FieldKind.AMOUNT: _("amount in 10,000 yuan") if field.unit == "wan-yuan" else _("amount in yuan"),
        FieldKind.INTEGER: _("whole number"),
        FieldKind.USCC: _("unified social credit code"),
        FieldKind.PERSON_NUMBER: _("identity document number"),
        FieldKind.PERSON_NAME: _("name of a person"),
    }[field.kind]
