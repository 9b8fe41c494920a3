"""Which publicity term a shown record stands on, so that a page can cite the term's own article.

Told from what may be seen of the record alone. A term is named only if the days that it gives are the record's own
days: where another act set them, or older rules did, no term is named.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from creditport.foundation.publicity.queries import PublicRecord
from creditport.foundation.publicity.terms import SEVERITIES
from creditport.kernel.packs.schema import Basis, CatalogueItem, FieldRole, PublicityTerm, PublicityTerms


@dataclass(frozen=True, slots=True)
class Governing:
    """The term at this place of the item's terms (from 0), and what it stands on: its own basis, else that of all."""

    place: int
    basis: tuple[Basis, ...]
    verified: bool


def governing(record: PublicRecord, item: CatalogueItem, terms: PublicityTerms) -> Governing | None:
    """The first shown term that fits the record and gives its days."""
    for place, term in enumerate(terms.terms):
        if term.shown and _fits(term, record, item) and _gives(term, record):
            return Governing(place, term.basis or terms.basis, term.verified and (bool(term.basis) or terms.verified))
    return None


def _fits(term: PublicityTerm, record: PublicRecord, item: CatalogueItem) -> bool:
    """The procedure is not public, so it is not asked; no term that is shown depends on it alone."""
    if term.severity is not None and record.severity != SEVERITIES[term.severity]:
        return False
    if term.sector_any and not any(word in _text(record, item, FieldRole.SECTOR) for word in term.sector_any):
        return False
    return not term.categories_only or _categories(record, item) <= set(term.categories_only)


def _text(record: PublicRecord, item: CatalogueItem, role: FieldRole) -> str:
    field = item.by_role(role)
    return str(record.content.get(field.id) or "") if field else ""


def _categories(record: PublicRecord, item: CatalogueItem) -> set[str]:
    field = item.by_role(FieldRole.CATEGORIES)
    held = record.content.get(field.id) if field else None
    return set(held) if isinstance(held, list) else {str(held)}


def _gives(term: PublicityTerm, record: PublicRecord) -> bool:
    repair = term.earliest_repair_months
    opens = None if repair is None else _months_later(record.decided_on, repair)
    return (opens, _end(term, record)) == (record.repair_opens_on, record.public_until)


def _end(term: PublicityTerm, record: PublicRecord) -> date | None:
    after = record.valid_until + timedelta(days=1) if term.until_valid_until and record.valid_until else None
    if term.latest_end_months is None:
        return after
    end = _months_later(record.decided_on, term.latest_end_months)
    return max(end, after) if after else end


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
