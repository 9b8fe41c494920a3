"""Checks that what a pack names exists, exists once, and fits: everything that concerns more than one entry."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from creditport.kernel.packs.declarations import Declaration, Declarations
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.schema import (
    Basis,
    CatalogueItem,
    Dated,
    Declared,
    Instrument,
    PublicityTerms,
    SeverityRules,
)
from creditport.kernel.packs.schema_cases import CaseType
from creditport.kernel.packs.schema_consequences import CreditList, Measure, Scenario
from creditport.kernel.packs.source import Place

T = TypeVar("T", bound=Declared)
X = TypeVar("X", bound=Dated)
D = TypeVar("D", CatalogueItem, SeverityRules, PublicityTerms, CaseType, CreditList, Measure, Scenario)


def reference_faults(found: Declarations) -> Iterator[Fault]:
    """Faults of identity, of references between entries, and of the legal basis."""
    yield from _identities(found)
    yield from _pack_order(found)
    yield from _instruments(found)
    yield from _bases(found)
    yield from _item_references(found)
    yield from _agencies(found)
    yield from _divisions(found)


def _identities(found: Declarations) -> Iterator[Fault]:
    yield from _once(found.packs, lambda each: each.id, ("id",))
    yield from _once(found.instruments, lambda each: each.id, ("id",))
    yield from _once(found.classes, lambda each: each.number, ("number",))
    yield from _once(found.code_lists, lambda each: each.id, ("id",))
    yield from _once(found.divisions, lambda each: each.code, ("code",))
    yield from _once(found.agencies, lambda each: each.id, ("id",))
    yield from _once(found.purposes, lambda each: each.id, ("id",))
    yield from _once(found.key_measures, lambda each: each.number, ("number",))
    yield from _once(found.calendar, lambda each: each.year, ("year",))
    yield from _one_at_a_time(found.items)
    yield from _one_at_a_time(found.severity_rules)
    yield from _one_at_a_time(found.publicity_terms)
    yield from _one_at_a_time(found.case_types)
    yield from _one_at_a_time(found.lists)
    yield from _one_at_a_time(found.measures)
    yield from _one_at_a_time(found.scenarios)
    yield from _once(found.incentive_editions, lambda each: each.number, ("number",))
    yield from _once(found.desks, lambda each: each.id, ("id",))
    yield from _once(found.watch_rules, lambda each: each.id, ("id",))
    yield from _once(found.notice_documents, lambda each: (each.id, each.valid_from), ("id",))
    yield from _once(found.notice_clocks, lambda each: (each.id, each.valid_from), ("id",))
    yield from _once(found.receipt_terms, lambda each: (each.id, each.valid_from), ("id",))


def _once(declared: Iterable[Declaration[T]], identity: Callable[[T], Hashable], place: Place) -> Iterator[Fault]:
    first: dict[Hashable, Declaration[T]] = {}
    for each in declared:
        known = first.setdefault(identity(each.value), each)
        if known is not each:
            yield _twice(each, place, str(identity(each.value)), known.position)


def _one_at_a_time(declared: Iterable[Declaration[D]]) -> Iterator[Fault]:
    """Versions of one id may follow each other; on no day may two of them hold."""
    earlier: dict[str, list[Declaration[D]]] = {}
    for each in declared:
        for known in earlier.setdefault(each.value.id, []):
            if _overlap(each.value, known.value):
                yield _twice(each, ("id",), each.value.id, known.position)
        earlier[each.value.id].append(each)


def _overlap(one: Dated, other: Dated) -> bool:
    return one.valid_from < (other.valid_until or date.max) and other.valid_from < (one.valid_until or date.max)


def _twice(each: Declaration[Declared], place: Place, identity: str, where: str) -> Fault:
    return each.fault(
        place,
        f"“{identity}”已在 {where} 规定，同一时间只能有一个；补充包可以增加和收紧，不能改写。请改名或删去",
        f"'{identity}' is already declared at {where}, and only one may hold at a time; a supplement may add and "
        "narrow but not replace: rename this one or delete it",
    )


def _pack_order(found: Declarations) -> Iterator[Fault]:
    loaded: set[str] = set()
    for pack in found.packs:
        if pack.value.id != pack.pack:
            zh = f"包的 id “{pack.value.id}”与目录名“{pack.pack}”不同；请改成一样"
            en = f"the pack calls itself '{pack.value.id}' but its folder is '{pack.pack}'; make them equal"
            yield pack.fault(("id",), zh, en)
        for index, base in enumerate(pack.value.extends):
            if base not in loaded:
                zh = f"它补充的包“{base}”没有在它之前加载；请在 CREDITPORT_PACKS 中把“{base}”写在前面"
                en = f"it supplements '{base}', which is not loaded before it; name '{base}' first in CREDITPORT_PACKS"
                yield pack.fault(("extends", index), zh, en)
        loaded.add(pack.value.id)


def _instruments(found: Declarations) -> Iterator[Fault]:
    known = {each.value.id for each in found.instruments}
    for each in found.instruments:
        told = each.value
        if told.repealed_by is not None and told.repealed_by not in known:
            yield unknown(each, ("repealed_by",), told.repealed_by, "instruments.yml", known)
        if told.repealed_by is not None and told.in_force_until is None:
            zh = "写了废止它的文件，却没有失效日期；请补上 in_force_until"
            yield each.fault(("repealed_by",), zh, "a repealed instrument needs the day it ends; add in_force_until")
        if told.in_force_until is not None and told.in_force_until <= told.in_force_from:
            zh = "失效日期不晚于生效日期；请核对两个日期"
            yield each.fault(("in_force_until",), zh, "it ends before it begins; check both dates")


def _bases(found: Declarations) -> Iterator[Fault]:
    instruments = {each.value.id: each.value for each in found.instruments}
    yield from _dated(found.items, instruments)
    yield from _dated(found.supplements, instruments)
    yield from _dated(found.severity_rules, instruments)
    yield from _dated(found.publicity_terms, instruments)
    yield from _dated(found.purposes, instruments)
    yield from _dated(found.case_types, instruments)
    yield from _dated(found.repair_rules, instruments)
    yield from _dated(found.watch_rules, instruments)
    yield from _dated(found.lists, instruments)
    yield from _dated(found.measures, instruments)
    yield from _dated(found.scenarios, instruments)
    yield from _dated(found.notice_documents, instruments)
    yield from _dated(found.notice_clocks, instruments)
    yield from _dated(found.receipt_terms, instruments)
    yield from _dated(found.incentive_editions, instruments)
    for each in found.publicity_terms:
        for index, term in enumerate(each.value.terms):
            yield from _basis(each, ("terms", index, "basis"), term.basis, instruments)


def _dated(declared: Iterable[Declaration[X]], instruments: Mapping[str, Instrument]) -> Iterator[Fault]:
    for each in declared:
        told = each.value
        yield from _basis(each, ("basis",), told.basis, instruments)
        if told.valid_until is not None and told.valid_until <= told.valid_from:
            zh = "有效期止不晚于有效期起；请核对两个日期"
            yield each.fault(("valid_until",), zh, "it ends before it begins; check both dates")
        cited = [instruments[basis.instrument] for basis in told.basis if basis.instrument in instruments]
        if cited and not any(instrument.in_force(told.valid_from) for instrument in cited):
            zh = f"{told.valid_from} 时所引依据无一有效，无依据不得规定；请改有效期起或引用当时有效的依据"
            en = f"on {told.valid_from} none of the cited instruments is in force; move valid_from or cite one that is"
            yield each.fault(("valid_from",), zh, en)


def _basis(
    each: Declaration[X], place: Place, bases: Iterable[Basis], instruments: Mapping[str, Instrument]
) -> Iterator[Fault]:
    for index, basis in enumerate(bases):
        if basis.instrument not in instruments:
            yield unknown(each, (*place, index, "instrument"), basis.instrument, "instruments.yml", instruments)


def _item_references(found: Declarations) -> Iterator[Fault]:
    classes = {each.value.number for each in found.classes}
    agencies = {each.value.id for each in found.agencies}
    rules = {each.value.id for each in found.severity_rules}
    terms = {each.value.id for each in found.publicity_terms}
    for each in found.items:
        told = each.value
        if told.catalogue_class not in classes:
            yield unknown(each, ("catalogue_class",), str(told.catalogue_class), "classes.yml", map(str, classes))
        for index, agency in enumerate(told.source_agencies):
            if agency != "any" and agency not in agencies:
                yield unknown(each, ("source_agencies", index), agency, "agencies.yml", agencies)
        if told.severity_rules is not None and told.severity_rules not in rules:
            yield unknown(each, ("severity_rules",), told.severity_rules, "severity.yml", rules)
        if told.publicity_terms is not None and told.publicity_terms not in terms:
            yield unknown(each, ("publicity_terms",), told.publicity_terms, "terms.yml", terms)


def _agencies(found: Declarations) -> Iterator[Fault]:
    items = {each.value.id for each in found.items}
    divisions = {each.value.code for each in found.divisions}
    for each in found.agencies:
        if each.value.division not in divisions:
            yield unknown(each, ("division",), each.value.division, "divisions.yml", divisions)
        for index, item in enumerate(each.value.items):
            if item not in items:
                yield unknown(each, ("items", index), item, "catalogue/", items)


def _divisions(found: Declarations) -> Iterator[Fault]:
    codes = {each.value.code for each in found.divisions}
    meant: dict[str, str] = {}
    for each in found.divisions:
        told = each.value
        if told.parent is not None and told.parent not in codes:
            yield unknown(each, ("parent",), told.parent, "divisions.yml", codes)
        for index, alias in enumerate(told.aliases):
            other = meant.setdefault(alias, told.code)
            if other != told.code:
                zh = f"别名“{alias}”已指 {other}，同一名称不能指两地；请从两处都删去"
                en = f"the alias '{alias}' already means {other}; a name may not mean two places: delete it from both"
                yield each.fault(("aliases", index), zh, en)


def unknown(each: Declaration[Declared], place: Place, name: str, where: str, known: Iterable[str]) -> Fault:
    """The fault of a reference that leads nowhere, with the nearest spelling."""
    near = _nearest(name, known)
    return each.fault(
        place,
        f"“{name}”在 {where} 中没有规定，引用落空；请改正拼写{f' (是否指“{near}”?)' if near else ''}或先作规定",
        f"'{name}' is not declared in {where}, so this leads nowhere; mend the spelling"
        f"{f' (did you mean {near}?)' if near else ''} or declare it first",
    )


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(name, list(known), n=1)), None)
