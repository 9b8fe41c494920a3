"""A public record as one line of a page: what it is, by whom, its dates, its facts by the catalogue's names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from creditport.foundation.publicity.governing import Governing, governing
from creditport.foundation.publicity.queries import PublicRecord
from creditport.foundation.publicity.term_bar import TermBar
from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.contents import NotInForceError, UnknownItemError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import (
    CatalogueField,
    CatalogueItem,
    FieldKind,
    FieldRole,
    Nature,
    Openness,
    Requirement,
)
from creditport.sites.field_words import Format, field_format, field_label
from creditport.sites.portal import labels
from creditport.sites.portal.rulebook import term_anchor
from creditport.sites.words import day_words

# Shown elsewhere on the line or page: the party is the page, agency and class stand in the head of the line.
_SAID_ELSEWHERE = {
    FieldRole.PARTY_NAME, FieldRole.PARTY_CODE, FieldRole.PARTY_KIND, FieldRole.PARTY_OTHER_CODE,
    FieldRole.PERSON_NUMBER, FieldRole.AGENCY_CODE, FieldRole.SEVERITY,
    FieldRole.STATE, FieldRole.WITHDRAWAL_REASON, FieldRole.DECIDED_ON, FieldRole.VALID_UNTIL,
    FieldRole.SUBJECT_STATUS, FieldRole.REGISTERED_ON, FieldRole.FORMER_NAME,
}  # fmt: skip
_TITLE_ROLES = (FieldRole.CASE_TITLE, FieldRole.SECTOR)


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the rules page states the record's term, and the term's own instrument and article."""

    url: str
    citations: tuple[labels.Citation, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One record ready to be written on a page."""

    anchor: str
    key: str
    title: str
    severity: Severity | None
    tone: str
    agency: str
    law_url: str
    rule: Rule
    bar: TermBar | None
    decided_label: str
    decided_on: date
    valid_until: date | None
    facts: tuple[Fact, ...]
    more: tuple[Fact, ...]
    reported_name: str
    lineage: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the content of one item is written, in one language: made once from the catalogue."""

    titles: tuple[str, ...]
    lead: tuple[tuple[str, str, Format], ...]
    more: tuple[tuple[str, str, Format], ...]
    party_name: str
    decided_label: str
    law_url: str
    rule_url: str


def line(record: PublicRecord, *, today: date, subject_name: str = "") -> Line:
    """The record as a line. `subject_name`: told apart from the name that the document gives, where they differ."""
    plan = _plan(record.item, get_language() or "")
    content = record.content
    title = next((str(content[name]) for name in plan.titles if content.get(name)), "")
    reported = str(content.get(plan.party_name) or "")
    return Line(
        anchor=f"r{record.id}",
        key=str(record.key),
        title=title or labels.item_name(record.item),
        severity=record.severity,
        tone=labels.tone(record.severity),
        agency=labels.agency_name(record.agency),
        law_url=plan.law_url,
        rule=(_rule(record, today) if record.adverse else None) or Rule(plan.rule_url),
        bar=record.bar(today) if record.adverse else None,
        decided_label=plan.decided_label,
        decided_on=record.decided_on,
        valid_until=record.valid_until,
        facts=_facts(plan.lead, content, title),
        more=_facts(plan.more, content, title),
        reported_name=reported if subject_name and reported != subject_name else "",
        lineage=_lineage(record),
        disputed=record.disputed,
    )


def _rule(record: PublicRecord, today: date) -> Rule | None:
    """The term on which an adverse record is shown; None where no term of today gives its days."""
    try:
        item = packs().item(record.item, today)
        terms = packs().terms_of_publicity(item.publicity_terms or "", today)
    except (UnknownItemError, NotInForceError):
        return None
    found = governing(record, item, terms)
    return _stated(record.item, found, get_language() or "") if found else None


@lru_cache(maxsize=512)
def _stated(item_id: str, term: Governing, _language: str) -> Rule:
    url = f"{reverse('portal:rules')}#{term_anchor(item_id, term.place)}"
    return Rule(url, labels.citations(term.basis), term.verified)


def _lineage(record: PublicRecord) -> str:
    """From which row of which submission the line comes, and how often it was amended."""
    return _("recorded {day} · submission {submission}, row {row} · version {version}").format(
        day=day_words(record.recorded_at),
        submission=record.submission_id,
        row=record.row_number,
        version=record.version,
    )


def _facts(fields: tuple[tuple[str, str, Format], ...], content: Mapping[str, object], title: str) -> tuple[Fact, ...]:
    filled = ((label, write(content[name])) for name, label, write in fields if content.get(name))
    return tuple(Fact(label, value) for label, value in filled if value != title)


@lru_cache(maxsize=128)
def _plan(item_id: str, language: str) -> _Plan:
    item = packs().items.get(item_id)
    if item is None:
        return _Plan((), (), (), "", _("Decided on"), reverse("portal:catalogue"), reverse("portal:rules"))
    shown = [each for each in item.fields if each.openness is Openness.PUBLIC and each.role not in _SAID_ELSEWHERE]
    lead = [each for each in shown if _leads(each, item)]
    party = item.by_role(FieldRole.PARTY_NAME)
    decided = item.by_role(FieldRole.DECIDED_ON) or item.by_role(FieldRole.REGISTERED_ON)
    return _Plan(
        titles=_titles(item, lead),
        lead=tuple(_column(each) for each in lead),
        more=tuple(_column(each) for each in shown if each not in lead),
        party_name=party.id if party else "",
        decided_label=labels.local(decided.label) if decided else _("Decided on"),
        law_url=reverse("portal:catalogue-item", args=[item_id]),
        rule_url=f"{reverse('portal:rules')}#{item_id}",
    )


def _leads(field: CatalogueField, item: CatalogueItem) -> bool:
    """Whether a field is read at once; codes of other bodies and what a source may leave out are folded away."""
    if field.kind is FieldKind.USCC:
        return False
    return item.nature is Nature.BASIC or field.requirement is not Requirement.OPTIONAL


def _titles(item: CatalogueItem, lead: Sequence[CatalogueField]) -> tuple[str, ...]:
    """The fields whose first filled one names the record: the case, the matter, the first text, the number."""
    if item.nature is Nature.BASIC:
        return ()
    roles = (item.by_role(role) for role in _TITLE_ROLES)
    texts = (each for each in lead if each.kind is FieldKind.TEXT and each.role is None)
    number = item.by_role(FieldRole.DOCUMENT_NUMBER)
    candidates = (*roles, *texts, number)
    return tuple(each.id for each in candidates if each and each.openness is Openness.PUBLIC)


def _column(field: CatalogueField) -> tuple[str, str, Format]:
    return field.id, field_label(field), field_format(field)
