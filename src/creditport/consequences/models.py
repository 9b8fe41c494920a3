"""The chapter's models, gathered from its topics for Django."""

from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.models import HeldListing, ListEntry, ListEntryVersion
from creditport.consequences.measures.models import (
    AgencyTerritory,
    LegalBasis,
    MeasureApplication,
    MeasureEvent,
    Rule,
    RuleBasis,
    RulesLoading,
    RulesText,
)

__all__ = [
    "AgencyTerritory",
    "Decision",
    "HeldListing",
    "LegalBasis",
    "ListEntry",
    "ListEntryVersion",
    "MeasureApplication",
    "MeasureEvent",
    "Rule",
    "RuleBasis",
    "RulesLoading",
    "RulesText",
]
