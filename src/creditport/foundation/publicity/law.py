"""The rules that hold for an item on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.schema import CatalogueItem, Nature, PublicityTerms, SeverityRules


@dataclass(frozen=True, slots=True)
class Law:
    """The rules of severity and publicity in force on one day."""

    severity_rules: SeverityRules | None
    publicity_terms: PublicityTerms | None
    adverse: bool


def law_of(item: CatalogueItem, registry: Registry, day: date) -> Law:
    """Severity is computed for adverse items only; an item without terms is held and not shown."""
    adverse = item.nature is Nature.ADVERSE
    rules = registry.rules_of_severity(item.severity_rules, day) if item.severity_rules and adverse else None
    terms = registry.terms_of_publicity(item.publicity_terms, day) if item.publicity_terms else None
    return Law(severity_rules=rules, publicity_terms=terms, adverse=adverse)
