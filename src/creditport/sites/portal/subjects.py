"""Subjects as the public site names them, found and told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connections

from creditport.sites.portal import labels
from creditport.sites.portal.listing import subject_code
from creditport.subjects.register.choices import NameKind, SubjectKind, SubjectStatus

MOST_NAMED = 200  # subjects that a keyword may narrow a list to


@dataclass(frozen=True, slots=True)
class FormerName:
    name: str
    until: date | None


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
    by_id = code.startswith("no-") and number.isdigit()
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, uscc, name, county_code, status, registered_on FROM public_subject WHERE "
            + ("id = %s AND uscc IS NULL" if by_id else "uscc = %s"),
            [int(number) if by_id else code.upper()],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "SELECT name, until FROM public_subject_name WHERE subject_id = %s AND kind = %s ORDER BY until DESC NULLS LAST",
            [row[0], NameKind.FORMER],
        )
        former = tuple(FormerName(*name) for name in cursor.fetchall())
    return _head(row, former)


def _head(row: tuple[int, str, str | None, str, str, str, date | None], former: tuple[FormerName, ...]) -> SubjectHead:
    id, kind, uscc, name, county_code, status, registered_on = row
    return SubjectHead(
        id=id,
        code=subject_code(uscc, id),
        uscc=uscc or "",
        name=name,
        kind=str(SubjectKind(kind).label),
        county=labels.county_name(county_code),
        status=str(SubjectStatus(status).label),
        active=status == SubjectStatus.ACTIVE,
        registered_on=registered_on,
        former_names=former,
    )


def subjects_named(keyword: str) -> Named:
    """The subjects a keyword names."""
    if not keyword:
        return Named(None, capped=False)
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT subject.id FROM public_subject_name AS names"
            " JOIN public_subject AS subject ON subject.id = names.subject_id"
            " WHERE names.name LIKE %s OR subject.uscc = %s LIMIT %s",
            [f"%{keyword}%", keyword.upper(), MOST_NAMED + 1],
        )
        ids = tuple(row[0] for row in cursor.fetchall())
    return Named(ids[:MOST_NAMED], capped=len(ids) > MOST_NAMED)
