"""What a repair decision says: canonical values from which the page, the PDF and the digest are made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from creditport.consequences.repair.choices import DecisionKind
from creditport.consequences.repair.eligibility import Eligibility
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import RepairRule
from creditport.subjects.register.models import Subject


@dataclass(frozen=True, slots=True)
class Cited:
    """A basis in words."""

    zh: str
    en: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContent:
    """Everything on the decision; days as YYYY-MM-DD, names of agencies and items in Chinese and English."""

    kind: str
    case_number: str
    subject_name: str
    uscc: str
    item_zh: str
    item_en: str
    document_number: str
    decided_on: str
    agency_zh: str
    agency_en: str
    public_from: str
    public_until: str
    rule_zh: str
    rule_en: str
    basis: tuple[Cited, ...]
    obtained: tuple[str, ...]
    reason: str
    come_again_on: str
    date: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def decision_content(
    *,
    kind: DecisionKind,
    case_number: str,
    record: RecordVersion,
    eligibility: Eligibility,
    rule: RepairRule | None,
    reason: str,
    come_again_on: date | None,
    at: datetime,
) -> DecisionContent:
    """The content of a decision on one record."""
    subject = Subject.objects.get(pk=record.subject_id or 0)
    item, agency = packs().items.get(record.item), packs().agencies.get(record.agency)
    return DecisionContent(
        kind=str(kind),
        case_number=case_number,
        subject_name=subject.name,
        uscc=subject.uscc or "",
        item_zh=item.label.zh if item else record.item,
        item_en=item.label.en if item else record.item,
        document_number=str({**record.held, **record.content}.get("document_number", "")),
        decided_on=record.decided_on.isoformat(),
        agency_zh=agency.label.zh if agency else "",
        agency_en=agency.label.en if agency else "",
        public_from=_day(record.public_from),
        public_until=_day(record.public_until),
        rule_zh=rule.label.zh if rule else "",
        rule_en=rule.label.en if rule else "",
        basis=_basis(rule),
        obtained=tuple(f"{known.duty}:{known.state}:{known.source}" for known in eligibility.obtained),
        reason=reason,
        come_again_on=_day(come_again_on),
        date=civil_day(at).isoformat(),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _basis(rule: RepairRule | None) -> tuple[Cited, ...]:
    cited = []
    for basis in rule.basis if rule else ():
        label = packs().instruments[basis.instrument].label
        cited.append(Cited(label.zh, label.en, basis.article or ""))
    return tuple(cited)
