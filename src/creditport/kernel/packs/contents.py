"""What the loaded packs declare, frozen, for everybody to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from creditport.kernel.packs.schema import (
    Agency,
    Basis,
    CalendarYear,
    CatalogueClass,
    CatalogueItem,
    CodeList,
    Dated,
    Division,
    Instrument,
    KeyMeasure,
    PackManifest,
    PublicityTerms,
    Purpose,
    SeverityRules,
)
from creditport.kernel.packs.schema_cases import CaseType, Desk, RepairRule, WatchRule
from creditport.kernel.packs.schema_consequences import CreditList, IncentiveEdition, Measure, Scenario
from creditport.kernel.packs.schema_notices import NoticeClock, NoticeDocument, ReceiptTerm

T = TypeVar("T", bound=Dated)


class UnknownItemError(LookupError):
    """Nothing of that id is declared by any loaded pack."""


class NotInForceError(LookupError):
    """It is declared, but not in force on the day asked for: outside its validity, or its whole basis is dead."""


@dataclass(frozen=True)
class Registry:
    """Everything the packs declare. Mappings by id hold the latest version; the methods answer for a day."""

    version: str  # 12 hexadecimal digits over the content of all packs
    packs: tuple[PackManifest, ...]
    instruments: Mapping[str, Instrument]
    classes: Mapping[int, CatalogueClass]
    code_lists: Mapping[str, CodeList]
    items: Mapping[str, CatalogueItem]
    item_versions: Mapping[str, tuple[CatalogueItem, ...]]  # by id, oldest first
    severity_rules: Mapping[str, SeverityRules]
    severity_rule_versions: Mapping[str, tuple[SeverityRules, ...]]
    publicity_terms: Mapping[str, PublicityTerms]
    publicity_term_versions: Mapping[str, tuple[PublicityTerms, ...]]
    divisions: Mapping[str, Division]
    agencies: Mapping[str, Agency]
    purposes: Mapping[str, Purpose]
    key_measures: Mapping[int, KeyMeasure]
    calendar: Mapping[int, CalendarYear]
    desks: Mapping[str, Desk] = field(default_factory=dict)
    case_type_versions: Mapping[str, tuple[CaseType, ...]] = field(default_factory=dict)
    repair_rules: tuple[RepairRule, ...] = ()  # in the order in which they are asked
    watch_rules: tuple[WatchRule, ...] = ()
    list_versions: Mapping[str, tuple[CreditList, ...]] = field(default_factory=dict)
    measure_versions: Mapping[str, tuple[Measure, ...]] = field(default_factory=dict)
    scenario_versions: Mapping[str, tuple[Scenario, ...]] = field(default_factory=dict)
    incentive_editions: Mapping[int, IncentiveEdition] = field(default_factory=dict)
    notice_documents: tuple[NoticeDocument, ...] = ()
    notice_clocks: tuple[NoticeClock, ...] = ()
    receipt_terms: tuple[ReceiptTerm, ...] = ()
    layouts: Mapping[str, str] = field(default_factory=dict)

    def documents_with(self, item: str, on: date) -> tuple[NoticeDocument, ...]:
        """The documents that go out together with a decision on this item, in their order."""
        fitting = (each for each in self.notice_documents if item in each.items and self.stands(each, on))
        return tuple(sorted(fitting, key=lambda each: each.order))

    def clocks_of(self, item: str, on: date) -> tuple[NoticeClock, ...]:
        """The times that run from a decision on this item, or from its service."""
        return tuple(each for each in self.notice_clocks if item in each.items and self.stands(each, on))

    def receipt_workdays(self, on: date) -> int | None:
        """How many working days a recipient has to acknowledge, if a pack sets it."""
        return next((each.workdays for each in reversed(self.receipt_terms) if self.stands(each, on)), None)

    def credit_list(self, id: str, on: date) -> CreditList:
        """The list as declared on that day. Raises UnknownItemError or NotInForceError."""
        return self._in_force(self.list_versions, id, on)

    def measure(self, id: str, on: date) -> Measure:
        """The measure as declared on that day; its grounds are asked one by one. Raises as `item` does."""
        return self._in_force(self.measure_versions, id, on)

    def scenario(self, id: str, on: date) -> Scenario:
        """The scenario in force on that day. Raises UnknownItemError or NotInForceError."""
        return self._in_force(self.scenario_versions, id, on)

    def case_type(self, id: str, on: date) -> CaseType:
        """The case type in force on that day. Raises UnknownItemError or NotInForceError."""
        return self._in_force(self.case_type_versions, id, on)

    def repair_rule(self, item: str, severity: str, on: date) -> RepairRule | None:
        """The first rule in force on that day that speaks of the item and the severity, if any."""
        fitting = (rule for rule in self.repair_rules if item in rule.items and self.stands(rule, on))
        return next((rule for rule in fitting if not rule.severities or severity in rule.severities), None)

    def item(self, id: str, on: date) -> CatalogueItem:
        """The item as it is in force on that day. Raises UnknownItemError or NotInForceError."""
        return self._in_force(self.item_versions, id, on)

    def items_on(self, on: date) -> tuple[CatalogueItem, ...]:
        """Every item in force on that day, by class and id: the catalogue of that day."""
        every = (version for versions in self.item_versions.values() for version in versions)
        return tuple(sorted((v for v in every if self.stands(v, on)), key=lambda v: (v.catalogue_class, v.id)))

    def rules_of_severity(self, id: str, on: date) -> SeverityRules:
        """The severity rules in force on that day."""
        return self._in_force(self.severity_rule_versions, id, on)

    def terms_of_publicity(self, id: str, on: date) -> PublicityTerms:
        """The publicity terms in force on that day."""
        return self._in_force(self.publicity_term_versions, id, on)

    def stands(self, entry: Dated, on: date) -> bool:
        """Whether the entry holds on that day: valid by its own dates, and some of its basis still in force."""
        return entry.valid(on) and any(self._alive(basis, on) for basis in entry.basis)

    def counties(self) -> tuple[Division, ...]:
        """The counties and cities that answer for a subject, by code."""
        return tuple(division for _, division in sorted(self.divisions.items()) if division.level == "county")

    def _alive(self, basis: Basis, on: date) -> bool:
        return self.instruments[basis.instrument].in_force(on)

    def _in_force(self, versions: Mapping[str, tuple[T, ...]], id: str, on: date) -> T:
        if id not in versions:
            raise UnknownItemError(f"no pack declares '{id}'; declared are: {', '.join(sorted(versions))}")
        for version in reversed(versions[id]):
            if self.stands(version, on):
                return version
        raise NotInForceError(f"'{id}' is not in force on {on.isoformat()}; {_validity(versions[id])}")


def _validity(versions: Sequence[Dated]) -> str:
    spans = (f"from {v.valid_from} until {v.valid_until or 'further notice'}" for v in versions)
    return "it is declared " + ", ".join(spans) + ", as long as its basis is in force"


def latest(versions: Mapping[str, Iterable[T]]) -> dict[str, T]:
    """Of each id the version that begins last."""
    return {id: max(each, key=lambda version: version.valid_from) for id, each in versions.items()}
