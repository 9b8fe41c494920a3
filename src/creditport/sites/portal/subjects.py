"""Subjects as the public site names them, found and told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from creditport.sites.portal import labels
from creditport.sites.portal.listing import subject_code
from creditport.subjects.register.choices import SubjectStatus
from creditport.subjects.register.queries import (
    FormerName,
    SubjectBasics,
    former_names,
    search,
    subject_by_id,
    subject_by_uscc,
)

MOST_NAMED = 100  # subjects that a keyword may narrow a list to
MOST_DIGITS = 19  # more do not fit a number of the register


@dataclass(frozen=True, slots=True)
class SubjectHead:
    """Who a page is about."""

    id: int
    code: str
    uscc: str
    name: str
    kind: str
    county: str
    status: str
    active: bool
    registered_on: date | None
    former_names: tuple[FormerName, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The subjects a keyword names: None means that no keyword narrows."""

    ids: tuple[int, ...] | None
    capped: bool


def subject_head(code: str) -> SubjectHead | None:
    """The subject whose code, or number of ours, stands in an address."""
    number = code.removeprefix("no-")
    if number == code:
        found = subject_by_uscc(code)
    else:
        found = subject_by_id(int(number)) if number.isdigit() and len(number) < MOST_DIGITS else None
    return _head(found) if found else None


def _head(subject: SubjectBasics) -> SubjectHead:
    return SubjectHead(
        id=subject.id,
        code=subject_code(subject.uscc, subject.id),
        uscc=subject.uscc or "",
        name=subject.name,
        kind=str(subject.kind.label),
        county=labels.county_name(subject.county_code),
        status=str(subject.status.label),
        active=subject.status == SubjectStatus.ACTIVE,
        registered_on=subject.registered_on,
        former_names=former_names(subject.id),
    )


def subjects_named(keyword: str) -> Named:
    """The subjects a keyword names, the best of them if there are many."""
    if not keyword:
        return Named(None, capped=False)
    result = search(keyword, limit=MOST_NAMED)
    ids = tuple(hit.subject_id for hit in result.items)
    return Named(ids, capped=result.total is None or result.total > len(ids))
