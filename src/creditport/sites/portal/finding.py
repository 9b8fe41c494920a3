"""What a search finds, ready for the results page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from creditport.sites.portal import labels
from creditport.sites.portal.listing import subject_code
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.register.choices import SubjectStatus
from creditport.subjects.register.queries import Hit, search

SHORTEST = 2


@dataclass(frozen=True, slots=True)
class HitRow:
    """One subject found, with what tells it from others of the same name."""

    code: str
    uscc: str
    name: str
    county: str
    status: str
    active: bool
    former_name: str  # the matched one, if that is not the present name
    same_named: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[HitRow, ...]
    total: int | None
    capped: bool
    too_short: bool
    exact_code: str = ""
    similar: tuple[HitRow, ...] = ()  # names that only sound or look like the question


def find(query: str, *, limit: int) -> Found:
    """What the register's search finds, same-named subjects marked."""
    if len(query.replace(" ", "")) < SHORTEST:
        return Found((), 0, capped=False, too_short=True)
    result = search(query, limit=limit)
    hits = tuple(_row(hit) for hit in result.items if not hit.similar)
    similar = tuple(_row(hit) for hit in result.items if hit.similar)
    exact = hits[0].code if len(hits) == 1 and hits[0].uscc == normalise_code(query) else ""
    total = len(hits) if similar else result.total  # where similar ones are told, all others are
    return Found(told_apart(hits), total, result.capped, too_short=False, exact_code=exact, similar=told_apart(similar))


def _row(hit: Hit) -> HitRow:
    return HitRow(
        code=subject_code(hit.uscc, hit.subject_id),
        uscc=hit.uscc or "",
        name=hit.name,
        county=labels.county_name(hit.county_code),
        status=str(hit.status.label),
        active=hit.status == SubjectStatus.ACTIVE,
        former_name=hit.former_name or "",
    )


def told_apart(hits: tuple[HitRow, ...]) -> tuple[HitRow, ...]:
    """Marks subjects that share their name with another one found."""
    names = Counter(hit.name for hit in hits)
    return tuple(replace(hit, same_named=names[hit.name] > 1) for hit in hits)
