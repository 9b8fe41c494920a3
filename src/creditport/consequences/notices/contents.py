"""What the documents for one decision say: values of this very case put into the texts of the packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from creditport.consequences.notices.drawing import qr_svg, term_bar_svg
from creditport.consequences.notices.sealing import grouped
from creditport.consequences.notices.wording import Language, article_words, day_words, text_of, wording
from creditport.consequences.repair.duties import duties_of
from creditport.consequences.repair.eligibility import COMMITMENT, PROOF
from creditport.foundation.publicity.term_bar import TermBar, term_bar
from creditport.foundation.records.choices import Severity
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis, CatalogueField, Openness
from creditport.kernel.packs.schema_cases import RepairRule
from creditport.kernel.packs.schema_notices import NoticeDocument, When

_TONES = {Severity.MINOR: "minor", Severity.GENERAL: "general", Severity.SERIOUS: "serious"}
_UNSAID = frozenset(
    {
        *("party-name", "party-code", "party-kind", "party-other-code", "person-number", "agency-name", "agency-code"),
        *("document-number", "decided-on", "state", "withdrawal-reason", "severity"),
    }
)
_UNSAID_FIELDS = frozenset({"note", "source_name", "source_code", "publicity_until"})


@dataclass(frozen=True, slots=True)
class NoticeCase:
    """The decision for which documents are made."""

    record: RecordVersion
    subject_name: str
    uscc: str
    rule: RepairRule | None
    made_on: date
    masked_number: str = ""  # of a natural person's document; its holder knows the rest

    @property
    def person(self) -> bool:
        """About a natural person."""
        return bool(self.masked_number)

    @property
    def repairable(self) -> bool:
        return (
            self.record.shown and self.rule is not None and self.rule.repairable and bool(self.record.repair_opens_on)
        )


def repair_address(key: UUID) -> str:
    """Where the repair of a record is started: what the code on the paper says."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}/my/repair/{key}/"


def verify_address() -> str:
    """Where the code on the paper is looked up."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}/verify/"


def places_of(case: NoticeCase, language: Language = "zh") -> dict[str, str]:
    """The values for the names in braces."""
    words = wording(language)
    record = case.record
    item, agency = packs().items.get(record.item), packs().agencies.get(record.agency)
    duties = duties_of(item, {**record.held, **record.content})
    return {
        "subject": case.subject_name,
        "uscc": case.uscc,
        "you": words.you[case.person],
        "agency": text_of(agency.label, language) if agency else "",
        "item": text_of(item.label, language) if item else "",
        "document_number": document_number(record, language),
        "decided_on": day_words(record.decided_on, language),
        "severity": words.severities.get(record.severity, "") if record.severity else "",
        "rule": text_of(case.rule.label, language) if case.rule else "",
        "made_on": day_words(case.made_on, language),
        "public_from": day_words(record.public_from, language),
        "repair_opens_on": day_words(record.repair_opens_on, language),
        "public_until": day_words(record.public_until, language),
        "site": settings.SITE_TITLE_ZH if language == "zh" else settings.SITE_TITLE_EN,
        "address": repair_address(record.key),
        "asked": asked(case, language),
        "duties": words.semicolon.join(words.duties[duty] for duty in duties),
    }


def document_number(record: RecordVersion, language: Language = "zh") -> str:
    """The number of the decision, or what stands for it where the source gave none."""
    told = record.content.get("document_number") or record.held.get("document_number")
    return str(told or wording(language).no_number)


def asked(case: NoticeCase, language: Language = "zh") -> str:
    """The documents that a repair asks for, by their names in the case type."""
    if case.rule is None or not case.rule.repairable:
        return ""
    declared = packs().case_type(case.rule.case_type, case.made_on)
    wanted = [
        id for id, needed in ((PROOF, case.rule.needs_duties_done), (COMMITMENT, case.rule.needs_commitment)) if needed
    ]
    names = [text_of(declared.document(id).label, language) for id in wanted]
    return wording(language).both.join(name[:1].lower() + name[1:] for name in names)


def sheet_data(
    case: NoticeCase, document: NoticeDocument, number: str, language: Language = "zh", code: str = ""
) -> dict[str, Any]:
    """Everything that a layout may show."""
    places = places_of(case, language)
    bar = bar_of(case)
    repairable = case.repairable
    return {
        "title": text_of(document.label, language),
        "number": number,
        "subject": case.subject_name,
        "agency": places["agency"],
        "document_number": places["document_number"],
        "made_on": places["made_on"],
        "labels": wording(language).labels,
        "code": grouped(code),
        "verify": verify_address(),
        "facts": [[name, value] for name, value in facts_of(case, language)],
        "sections": list(_sections(document, places, _holds(case), language)),
        "basis": [cited(basis, language) for basis in document.basis],
        "term_bar": term_bar_svg(bar, _TONES[case.record.severity], language) if bar and case.record.severity else None,
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
    always = {When.ALWAYS, When.PERSON if case.person else When.ORGANISATION}
    if not case.record.shown:
        return frozenset({*always, When.HELD})
    return frozenset({*always, When.SHOWN, When.REPAIRABLE if case.repairable else When.NOT_REPAIRABLE})


def _sections(
    document: NoticeDocument, places: Mapping[str, str], holds: frozenset[When], language: Language
) -> Iterator[dict[str, object]]:
    for section in document.sections:
        said = [text_of(each.text, language).format_map(places) for each in section.paragraphs if each.when in holds]
        if said:
            yield {"heading": text_of(section.heading, language), "paragraphs": said}


def facts_of(case: NoticeCase, language: Language = "zh") -> tuple[tuple[str, str], ...]:
    """The decision in its own fields, as reported; of a person no more than name and masked number."""
    record, words = case.record, wording(language)
    item = packs().items.get(record.item)
    head = [
        (words.party, case.subject_name),
        (words.code, case.uscc),
        (words.document, case.masked_number),
        (words.number, document_number(record, language)),
        (words.decided, day_words(record.decided_on, language)),
    ]
    told = [
        (text_of(field.label, language), said(field, record.content[field.id], language))
        for field in (item.fields if item else ())
        if _is_told(field) and record.content.get(field.id) not in (None, "", [])
    ]
    return tuple((name, value) for name, value in (*head, *told) if value)


def _is_told(field: CatalogueField) -> bool:
    unsaid = field.role is not None and field.role.value in _UNSAID
    return field.openness is Openness.PUBLIC and not unsaid and field.id not in _UNSAID_FIELDS


def said(field: CatalogueField, value: object, language: Language = "zh") -> str:
    """A value as people read it: codes by their names."""
    values = value if isinstance(value, list) else [value]
    codes = packs().code_lists.get(field.code_list) if field.code_list else None
    names = {code.id: text_of(code.label, language) for code in codes.values} if codes else {}
    words = wording(language)
    text = words.comma.join(names.get(str(each), str(each)) for each in values)
    unit = words.units.get(field.unit or "", "")
    if unit in text_of(field.label, language):
        return text
    return f"{text} {unit}" if language == "zh" else f"{text} ({unit})"


def cited(basis: Basis, language: Language = "zh") -> str:
    """《instrument》article, without the note of the edition."""
    label = packs().instruments[basis.instrument].label
    if language == "zh":
        return f"《{label.zh.split('（')[0]}》{basis.article or ''}"
    return ", ".join(filter(None, (label.en, article_words(basis.article or ""))))
