"""What a search finds, ready for the results page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from django.db import connections

from creditport.sites.portal import labels
from creditport.sites.portal.listing import subject_code
from creditport.subjects.register.choices import NameKind, SubjectStatus

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


def find(query: str, *, limit: int) -> Found:
    """What the register's search finds, same-named subjects marked."""
    if len(query.replace(" ", "")) < SHORTEST:
        return Found((), 0, capped=False, too_short=True)
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT subject.id, subject.uscc, subject.name, subject.county_code, subject.status, names.name, names.kind"
            " FROM public_subject_name AS names JOIN public_subject AS subject ON subject.id = names.subject_id"
            " WHERE names.name LIKE %s OR subject.uscc = %s LIMIT %s",
            [f"%{query}%", query.upper(), limit],
        )
        rows = cursor.fetchall()
    hits = tuple(
        HitRow(
            code=subject_code(row[1], row[0]),
            uscc=row[1] or "",
            name=row[2],
            county=labels.county_name(row[3]),
            status=str(SubjectStatus(row[4]).label),
            active=row[4] == SubjectStatus.ACTIVE,
            former_name=row[5] if row[6] == NameKind.FORMER else "",
        )
        for row in rows
    )
    exact = hits[0].code if len(hits) == 1 and hits[0].uscc == query.upper() else ""
    return Found(told_apart(hits), len(hits), capped=False, too_short=False, exact_code=exact)


def told_apart(hits: tuple[HitRow, ...]) -> tuple[HitRow, ...]:
    """Marks subjects that share their name with another one found."""
    names = Counter(hit.name for hit in hits)
    return tuple(replace(hit, same_named=names[hit.name] > 1) for hit in hits)
