"""The rules of severity and publicity in words, generated from the packs: no rule is written twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from creditport.foundation.records.choices import Severity
from creditport.kernel.packs.registry import NotInForceError, packs
from creditport.kernel.packs.schema import (
    CatalogueItem,
    FieldRole,
    Nature,
    PublicityTerm,
    PublicityTerms,
    SeverityRule,
    SeverityRules,
)
from creditport.sites.portal import labels
from creditport.sites.portal.labels import Citation

SEVERITIES = {"minor": Severity.MINOR, "general": Severity.GENERAL, "serious": Severity.SERIOUS}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One publicity term: whom it fits, when repair opens, when it ends."""

    anchor: str
    fits: str
    severity: str
    tone: str
    shown: bool
    repair: str
    end: str
    citations: tuple[Citation, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class SeverityRow:
    fits: str
    severity: str
    tone: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What holds for one catalogue item."""

    item_id: str
    item: str
    adverse: bool
    severity_citations: tuple[Citation, ...]
    severity_verified: bool
    severities: tuple[SeverityRow, ...]
    citations: tuple[Citation, ...]
    verified: bool
    terms: tuple[TermRow, ...]


def rulebooks(on: date) -> tuple[Rulebook, ...]:
    """The rules of every item that has publicity terms in force on that day."""
    return tuple(
        book for item in packs().items_on(on) if item.publicity_terms and (book := _rulebook(item, on)) is not None
    )


def _rulebook(item: CatalogueItem, on: date) -> Rulebook | None:
    severity = _severity_rules(item, on)
    try:
        terms = packs().terms_of_publicity(item.publicity_terms or "", on)
    except NotInForceError:
        return None
    return Rulebook(
        item_id=item.id,
        item=labels.local(item.label),
        adverse=item.nature is Nature.ADVERSE,
        severity_citations=labels.citations(severity.basis) if severity else (),
        severity_verified=severity.verified if severity else True,
        severities=tuple(_severity_row(rule, item) for rule in severity.rules) if severity else (),
        citations=labels.citations(terms.basis),
        verified=terms.verified,
        terms=_term_rows(terms, item),
    )


def _severity_rules(item: CatalogueItem, on: date) -> SeverityRules | None:
    if not item.severity_rules:
        return None
    try:
        return packs().rules_of_severity(item.severity_rules, on)
    except NotInForceError:
        return None


def _term_rows(terms: PublicityTerms, item: CatalogueItem) -> tuple[TermRow, ...]:
    return tuple(_term_row(term, item, place) for place, term in enumerate(terms.terms))


def term_anchor(item_id: str, place: int) -> str:
    """Where the rules page states the term at this place of an item's terms, from 0."""
    return f"{item_id}-{place + 1}"


def _term_row(term: PublicityTerm, item: CatalogueItem, place: int) -> TermRow:
    severity = SEVERITIES[term.severity.value] if term.severity else None
    return TermRow(
        anchor=term_anchor(item.id, place),
        fits=_conditions(
            item,
            procedure=term.procedure,
            sectors=term.sector_any,
            only=term.categories_only,
        ),
        severity=str(severity.label) if severity else "",
        tone=labels.tone(severity),
        shown=term.shown,
        repair=_repair(term),
        end=_end(term),
        citations=labels.citations(term.basis),
        verified=term.verified,
    )


def _repair(term: PublicityTerm) -> str:
    if not term.shown:
        return ""
    if term.earliest_repair_months is None:
        return _("not by application")
    if term.earliest_repair_months == 0:
        return _("as soon as the duties are done")
    return _after(term.earliest_repair_months)


def _end(term: PublicityTerm) -> str:
    if not term.shown:
        return _("held and not shown")
    if term.latest_end_months is None:
        return _("shown as long as it is in force")
    end = _after(term.latest_end_months)
    if term.until_valid_until:
        return _("{end}, or with the decision itself if that runs longer").format(end=end)
    return end


def _after(months: int) -> str:
    if months % 12 == 0:
        years = months // 12
        return ngettext("{years} year after the decision", "{years} years after the decision", years).format(
            years=years
        )
    return ngettext("{months} month after the decision", "{months} months after the decision", months).format(
        months=months
    )


def _severity_row(rule: SeverityRule, item: CatalogueItem) -> SeverityRow:
    severity = SEVERITIES[rule.severity.value]
    fits = _conditions(
        item, procedure=rule.procedure, sectors=rule.sector_any, only=rule.categories_only, any_of=rule.categories_any
    )
    if rule.amount_from is not None:
        amount = _("the fine is {amount} yuan or more").format(amount=_fine(rule.amount_from))
        fits = amount if fits == _("all others") else _("{one}; {other}").format(one=fits, other=amount)
    return SeverityRow(fits=fits, severity=str(severity.label), tone=labels.tone(severity))


def _fine(ten_thousands: Decimal) -> str:
    """The amount in 万元 for the Chinese text, whose unit that is; in yuan for the English one."""
    amount = ten_thousands if get_language() != labels.ENGLISH else ten_thousands * 10_000
    return f"{amount.normalize():,f}"


def _conditions(
    item: CatalogueItem,
    *,
    procedure: str | None,
    sectors: tuple[str, ...],
    only: tuple[str, ...],
    any_of: tuple[str, ...] = (),
) -> str:
    parts = []
    if procedure:
        parts.append(_("procedure: {procedure}").format(procedure=_value(item, FieldRole.PROCEDURE, procedure)))
    if sectors:
        parts.append(_("field: {sectors}").format(sectors=_(", ").join(sectors)))
    if only:
        names = _(", ").join(_value(item, FieldRole.CATEGORIES, code) for code in only)
        parts.append(_("nothing but: {kinds}").format(kinds=names))
    if any_of:
        names = _(", ").join(_value(item, FieldRole.CATEGORIES, code) for code in any_of)
        parts.append(_("one of: {kinds}").format(kinds=names))
    return _("; ").join(parts) or _("all others")


def _value(item: CatalogueItem, role: FieldRole, code: str) -> str:
    """The name of a code in the list of the field that plays this role."""
    field = item.by_role(role)
    values = packs().code_lists[field.code_list].values if field and field.code_list else ()
    return next((labels.local(value.label) for value in values if value.id == code), code)
