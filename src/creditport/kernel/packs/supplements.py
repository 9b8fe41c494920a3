"""Puts supplements onto the items of earlier packs: they may add and narrow, never contradict.

An item gets one version for every stretch of days in which the same supplements hold, so that the catalogue of
any past day can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from creditport.kernel.packs.declarations import Declaration
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.schema import (
    CatalogueField,
    CatalogueItem,
    CatalogueSupplement,
    FieldNarrowing,
    Openness,
    Requirement,
)

_OPENNESS = tuple(Openness)  # from open to closed
_REQUIREMENT = (Requirement.OPTIONAL, Requirement.STANDARD, Requirement.CORE)
_END = date.max - timedelta(days=1)

Supplement = Declaration[CatalogueSupplement]


def contradictions(item: CatalogueItem, supplement: Supplement) -> Iterator[Fault]:
    """Where the supplement would contradict the item."""
    told = supplement.value
    if told.openness is not None and _wider(told.openness, item.openness):
        yield _contradicts(supplement, ("openness",), told.openness, item.openness)
    if told.update_term_workdays is not None and told.update_term_workdays > item.update_term_workdays:
        yield _contradicts(supplement, ("update_term_workdays",), told.update_term_workdays, item.update_term_workdays)
    known = {field.id: field for field in item.fields}
    for index, added in enumerate(told.fields):
        if added.id in known:
            zh = f"字段“{added.id}”已由“{item.id}”规定，补充包不得重新规定；只需收紧时请写在 narrows"
            en = f"'{item.id}' already has the field '{added.id}'; a supplement may not redefine it: use 'narrows'"
            yield supplement.fault(("fields", index, "id"), zh, en)
    for index, narrowing in enumerate(told.narrows):
        yield from _narrowing_faults(supplement, index, narrowing, known.get(narrowing.field), item.id)


def _narrowing_faults(
    supplement: Supplement,
    index: int,
    narrowing: FieldNarrowing,
    field: CatalogueField | None,
    item: str,
) -> Iterator[Fault]:
    place = ("narrows", index)
    if field is None:
        zh = f"“{item}”没有字段“{narrowing.field}”；请检查字段名"
        en = f"'{item}' has no field '{narrowing.field}'; check the field's name"
        yield supplement.fault((*place, "field"), zh, en)
        return
    if narrowing.openness is not None and _wider(narrowing.openness, field.openness):
        yield _contradicts(supplement, (*place, "openness"), narrowing.openness, field.openness)
    if narrowing.requirement is not None and _laxer(narrowing.requirement, field.requirement):
        yield _contradicts(supplement, (*place, "requirement"), narrowing.requirement, field.requirement)
    if narrowing.length is not None and field.length is not None and narrowing.length > field.length:
        yield _contradicts(supplement, (*place, "length"), narrowing.length, field.length)


def _wider(told: Openness, known: Openness) -> bool:
    return _OPENNESS.index(told) < _OPENNESS.index(known)


def _laxer(told: Requirement, known: Requirement) -> bool:
    return _REQUIREMENT.index(told) < _REQUIREMENT.index(known)


def _contradicts(supplement: Supplement, place: tuple[str | int, ...], told: object, known: object) -> Fault:
    return supplement.fault(
        place,
        f"这里写“{told}”，放宽了上级包规定的“{known}”；补充包只能增加或收紧，请改为同样或更严",
        f"'{told}' is looser than '{known}' of the pack it supplements; a supplement may only add or narrow",
    )


def versions(item: Declaration[CatalogueItem], supplements: Sequence[Supplement]) -> list[CatalogueItem]:
    """The item cut at the days on which a supplement begins or ends, each stretch with what holds in it."""
    own = _in_pack(item)
    cuts = _cuts(own, (each.value for each in supplements))
    made = []
    for begin, end in pairwise(cuts):
        holding = [each for each in supplements if each.value.valid(begin)]
        stretch = own.model_copy(update={"valid_from": begin, "valid_until": None if end > _END else end})
        for each in holding:
            stretch = _with(stretch, each)
        made.append(stretch)
    return made


def _cuts(item: CatalogueItem, supplements: Iterable[CatalogueSupplement]) -> list[date]:
    first, last = item.valid_from, item.valid_until or date.max
    days = {first, last}
    for each in supplements:
        days.update(day for day in (each.valid_from, each.valid_until) if day and first < day < last)
    return sorted(days)


def _in_pack(item: Declaration[CatalogueItem]) -> CatalogueItem:
    fields = tuple(field.model_copy(update={"declared_in": item.pack}) for field in item.value.fields)
    return item.value.model_copy(update={"fields": fields, "declared_in": item.pack})


def _with(item: CatalogueItem, supplement: Supplement) -> CatalogueItem:
    told = supplement.value
    narrowings = {each.field: each for each in told.narrows}
    kept = tuple(_narrowed(field, narrowings.get(field.id)) for field in item.fields)
    added = tuple(field.model_copy(update={"declared_in": supplement.pack}) for field in told.fields)
    return item.model_copy(
        update={
            "basis": (*item.basis, *told.basis),
            "openness": told.openness or item.openness,
            "update_term_workdays": told.update_term_workdays or item.update_term_workdays,
            "key": (*item.key, *told.key),
            "fields": (*kept, *added),
            "ignored_headers": (*item.ignored_headers, *told.ignored_headers),
            "verified": item.verified and told.verified,
        }
    )


def _narrowed(field: CatalogueField, narrowing: FieldNarrowing | None) -> CatalogueField:
    if narrowing is None:
        return field
    return field.model_copy(
        update={
            "requirement": narrowing.requirement or field.requirement,
            "length": narrowing.length or field.length,
            "openness": narrowing.openness or field.openness,
            "aliases": (*field.aliases, *narrowing.aliases),
        }
    )
