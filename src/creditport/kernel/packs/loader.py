"""Folders of YAML in, a checked `Registry` out, or every fault with its file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from creditport.kernel.packs.case_faults import case_faults
from creditport.kernel.packs.consequence_faults import consequence_faults
from creditport.kernel.packs.contents import Registry, latest
from creditport.kernel.packs.declarations import Declaration, Declarations, read_packs
from creditport.kernel.packs.faults import Fault, PackFaultsError
from creditport.kernel.packs.fitting import fitting_faults
from creditport.kernel.packs.notice_faults import notice_faults
from creditport.kernel.packs.references import reference_faults, unknown
from creditport.kernel.packs.schema import CatalogueItem, Declared, PublicityTerms, SeverityRules
from creditport.kernel.packs.schema_cases import CaseType
from creditport.kernel.packs.schema_consequences import CreditList, Measure, Scenario
from creditport.kernel.packs.supplements import contradictions, versions

T = TypeVar("T", bound=Declared)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V", SeverityRules, PublicityTerms, CaseType, CreditList, Measure, Scenario)


def load(folders: Iterable[Path]) -> Registry:
    """The registry of the packs in the folders, in their order. Raises PackFaultsError with every fault."""
    found = read_packs(folders)
    faults = list(found.faults)
    if not faults:  # references into files that did not read would only repeat the fault
        faults += [
            *reference_faults(found),
            *_supplement_faults(found),
            *fitting_faults(found),
            *case_faults(found),
            *consequence_faults(found),
            *notice_faults(found),
        ]
    if faults:
        raise PackFaultsError(faults)
    return _registry(found)


def _supplement_faults(found: Declarations) -> Iterator[Fault]:
    for supplement in found.supplements:
        name = supplement.value.supplements
        items = [item for item in found.items if item.value.id == name]
        if not items:
            known = [item.value.id for item in found.items]
            yield unknown(supplement, ("supplements",), name, "catalogue/", known)
        for item in items:
            yield from contradictions(item.value, supplement)


def _registry(found: Declarations) -> Registry:
    items = _item_versions(found)
    rules = _versions(found.severity_rules)
    terms = _versions(found.publicity_terms)
    return Registry(
        version=_digest(found.texts),
        packs=tuple(each.value for each in found.packs),
        instruments=_by(found.instruments, lambda each: each.id),
        classes=_by(found.classes, lambda each: each.number),
        code_lists=_by(found.code_lists, lambda each: each.id),
        items=MappingProxyType(latest(items)),
        item_versions=MappingProxyType(items),
        severity_rules=MappingProxyType(latest(rules)),
        severity_rule_versions=MappingProxyType(rules),
        publicity_terms=MappingProxyType(latest(terms)),
        publicity_term_versions=MappingProxyType(terms),
        divisions=_by(found.divisions, lambda each: each.code),
        agencies=_by(found.agencies, lambda each: each.id),
        purposes=_by(found.purposes, lambda each: each.id),
        key_measures=_by(found.key_measures, lambda each: each.number),
        calendar=_by(found.calendar, lambda each: each.year),
        desks=_by(found.desks, lambda each: each.id),
        case_type_versions=MappingProxyType(_versions(found.case_types)),
        repair_rules=tuple(each.value for each in found.repair_rules),
        watch_rules=tuple(each.value for each in found.watch_rules),
        list_versions=MappingProxyType(_versions(found.lists)),
        measure_versions=MappingProxyType(_versions(found.measures)),
        scenario_versions=MappingProxyType(_versions(found.scenarios)),
        incentive_editions=_by(found.incentive_editions, lambda each: each.number),
        notice_documents=tuple(each.value for each in found.notice_documents),
        notice_clocks=tuple(each.value for each in found.notice_clocks),
        receipt_terms=tuple(each.value for each in found.receipt_terms),
        layouts=MappingProxyType(dict(found.layouts)),
    )


def _by(declared: Iterable[Declaration[T]], identity: Callable[[T], K]) -> Mapping[K, T]:
    return MappingProxyType({identity(each.value): each.value for each in declared})


def _item_versions(found: Declarations) -> dict[str, tuple[CatalogueItem, ...]]:
    made: dict[str, list[CatalogueItem]] = {}
    for item in found.items:
        supplements = [each for each in found.supplements if each.value.supplements == item.value.id]
        made.setdefault(item.value.id, []).extend(versions(item, supplements))
    return {id: tuple(sorted(each, key=lambda v: v.valid_from)) for id, each in made.items()}


def _versions(declared: Iterable[Declaration[V]]) -> dict[str, tuple[V, ...]]:
    made: dict[str, list[V]] = {}
    for each in declared:
        made.setdefault(each.value.id, []).append(each.value)
    return {id: tuple(sorted(each, key=lambda v: v.valid_from)) for id, each in made.items()}


def _digest(texts: Iterable[tuple[str, bytes]]) -> str:
    """12 hexadecimal digits that change whenever a byte of a pack does."""
    digest = hashlib.sha256()
    for name, content in texts:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
