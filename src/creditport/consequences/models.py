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
from creditport.consequences.messages.models import Message
from creditport.consequences.notices.models import NoticeService, NoticeSet, SealedPaper
from creditport.consequences.objections.models import Objection
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.consequences.repair.models import (
    DailyWork,
    DutyStatement,
    Hiding,
    Protection,
    RepairBar,
    RepairDecision,
    RepairDraft,
    RepairOffer,
)

__all__ = [
    "AgencyTerritory",
    "DailyWork",
    "Decision",
    "DutyStatement",
    "HeldListing",
    "Hiding",
    "LegalBasis",
    "ListEntry",
    "ListEntryVersion",
    "MeasureApplication",
    "MeasureEvent",
    "Message",
    "NoticeService",
    "NoticeSet",
    "Objection",
    "Proceeding",
    "ProceedingEvent",
    "Protection",
    "RepairBar",
    "RepairDecision",
    "RepairDraft",
    "RepairOffer",
    "Rule",
    "RuleBasis",
    "RulesLoading",
    "RulesText",
    "SealedPaper",
]
