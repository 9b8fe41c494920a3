"""What the documents for one decision say: values of this very case put into the texts of the packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from creditport.consequences.notices.drawing import day_zh, qr_svg, term_bar_svg
from creditport.consequences.repair.choices import Duty
from creditport.consequences.repair.duties import duties_of
from creditport.consequences.repair.eligibility import COMMITMENT, PROOF
from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import Severity
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis, CatalogueField, Openness
from creditport.kernel.packs.schema_cases import RepairRule
from creditport.kernel.packs.schema_notices import NoticeDocument, When

SEVERITIES = {Severity.MINOR: "轻微", Severity.GENERAL: "一般", Severity.SERIOUS: "严重"}
_TONES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}
_DUTIES = {Duty.PAYMENT: "缴清罚款和没收款项", Duty.CORRECTION: "改正违法行为、履行决定要求"}
_UNSAID = frozenset(
    {
        *("party-name", "party-code", "party-kind", "party-other-code", "person-number", "agency-name", "agency-code"),
        *("document-number", "decided-on", "state", "withdrawal-reason", "severity"),
    }
)
_UNSAID_FIELDS = frozenset({"note", "source_name", "source_code", "publicity_until"})
LABELS = {
    "number": "编号：",
    "page": "页码",
    "basis": "依据：",
    "qr": "扫码办理信用修复",
    "digest": "决定内容摘要（SHA-256）",
}


@dataclass(frozen=True, slots=True)
class NoticeCase:
    """The decision for which documents are made."""

    record: RecordVersion
    subject_name: str
    uscc: str
    rule: RepairRule | None
    made_on: date

    @property
    def repairable(self) -> bool:
        return (
            self.record.shown and self.rule is not None and self.rule.repairable and bool(self.record.repair_opens_on)
        )


def repair_address(key: UUID) -> str:
    """Where the repair of a record is started: what the code on the paper says."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}/my/repair/{key}/"


def places_of(case: NoticeCase) -> dict[str, str]:
    """The values for the names in braces."""
    record = case.record
    item, agency = packs().items.get(record.item), packs().agencies.get(record.agency)
    duties = duties_of(item, {**record.held, **record.content})
    return {
        "subject": case.subject_name,
        "uscc": case.uscc,
        "agency": agency.label.zh if agency else "",
        "item": item.label.zh if item else "",
        "document_number": document_number(record),
        "decided_on": day_zh(record.decided_on),
        "severity": SEVERITIES.get(record.severity, "") if record.severity else "",
        "rule": case.rule.label.zh if case.rule else "",
        "made_on": day_zh(case.made_on),
        "public_from": day_zh(record.public_from),
        "repair_opens_on": day_zh(record.repair_opens_on),
        "public_until": day_zh(record.public_until),
        "site": settings.SITE_TITLE_ZH,
        "address": repair_address(record.key),
        "asked": asked(case),
        "duties": "；".join(_DUTIES[duty] for duty in duties),
    }


def document_number(record: RecordVersion) -> str:
    """The number of the decision, or what stands for it where the source gave none."""
    return str(record.content.get("document_number") or record.held.get("document_number") or "（未载文号）")


def asked(case: NoticeCase) -> str:
    """The documents that a repair asks for, by their names in the case type."""
    if case.rule is None or not case.rule.repairable:
        return ""
    declared = packs().case_type(case.rule.case_type, case.made_on)
    wanted = [
        id for id, needed in ((PROOF, case.rule.needs_duties_done), (COMMITMENT, case.rule.needs_commitment)) if needed
    ]
    return "和".join(declared.document(id).label.zh for id in wanted)


def sheet_data(case: NoticeCase, document: NoticeDocument, number: str) -> dict[str, Any]:
    """Everything that a layout may show."""
    places = places_of(case)
    bar = bar_of(case)
    repairable = case.repairable
    return {
        "title": document.label.zh,
        "number": number,
        "subject": case.subject_name,
        "agency": places["agency"],
        "document_number": places["document_number"],
        "made_on": places["made_on"],
        "labels": LABELS,
        "facts": [[name, value] for name, value in facts_of(case)],
        "sections": list(_sections(document, places, _holds(case))),
        "basis": [cited(basis) for basis in document.basis],
        "term_bar": term_bar_svg(bar, _TONES[case.record.severity]) if bar and case.record.severity else None,
        "term_words": f"{places['public_from']}—{places['public_until']}",
        "qr": qr_svg(places["address"]) if repairable else None,
    }


def bar_of(case: NoticeCase) -> TermBar | None:
    """The term bar as it stands on the day of making."""
    record = case.record
    if not record.shown or record.public_from is None:
        return None
    return term_bar(
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
        today=case.made_on,
    )


def _holds(case: NoticeCase) -> frozenset[When]:
    if not case.record.shown:
        return frozenset({When.ALWAYS, When.HELD})
    return frozenset({When.ALWAYS, When.SHOWN, When.REPAIRABLE if case.repairable else When.NOT_REPAIRABLE})


def _sections(
    document: NoticeDocument, places: Mapping[str, str], holds: frozenset[When]
) -> Iterator[dict[str, object]]:
    for section in document.sections:
        said = [each.text.zh.format_map(places) for each in section.paragraphs if each.when in holds]
        if said:
            yield {"heading": section.heading.zh, "paragraphs": said}


def facts_of(case: NoticeCase) -> tuple[tuple[str, str], ...]:
    """The decision in its own fields, as reported."""
    record = case.record
    item = packs().items.get(record.item)
    head = [
        ("当事人", case.subject_name),
        ("统一社会信用代码", case.uscc),
        ("决定书文号", document_number(record)),
        ("作出决定日期", day_zh(record.decided_on)),
    ]
    told = [
        (field.label.zh, said(field, record.content[field.id]))
        for field in (item.fields if item else ())
        if _is_told(field) and record.content.get(field.id) not in (None, "", [])
    ]
    return tuple((name, value) for name, value in (*head, *told) if value)


def _is_told(field: CatalogueField) -> bool:
    unsaid = field.role is not None and field.role.value in _UNSAID
    return field.openness is Openness.PUBLIC and not unsaid and field.id not in _UNSAID_FIELDS


def said(field: CatalogueField, value: object) -> str:
    """A value as people read it: codes by their names."""
    values = value if isinstance(value, list) else [value]
    codes = packs().code_lists.get(field.code_list) if field.code_list else None
    names = {code.id: code.label.zh for code in codes.values} if codes else {}
    text = "、".join(names.get(str(each), str(each)) for each in values)
    unit = {"wan-yuan": "万元", "yuan": "元"}.get(field.unit or "", "")
    return text if unit in field.label.zh else f"{text} {unit}"


def cited(basis: Basis) -> str:
    """《instrument》article, without the note of the edition."""
    name = packs().instruments[basis.instrument].label.zh.split("（")[0]
    return f"《{name}》{basis.article or ''}"
