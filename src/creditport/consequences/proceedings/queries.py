"""Reads of proceedings: those about an act or a subject, what is suspended by them, what everybody may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from creditport.consequences.proceedings.choices import Contested, ProceedingKind, Result
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.kernel.statements.statements import rows, statement

ALIAS = "public"


@dataclass(frozen=True, slots=True)
class Pending:
    """One proceeding and how it stands; `result` is empty while it is pending."""

    id: int
    subject_id: int
    about_kind: Contested
    about_id: str
    agency: str
    kind: ProceedingKind
    body: str
    reference: str
    filed_on: date
    result: Result | None
    ruling: str | None
    ruled_on: date | None
    suspended: bool

    @property
    def open(self) -> bool:
        return self.result is None


@dataclass(frozen=True, slots=True)
class Suspended:
    """What of a subject rests because the execution of an act is suspended."""

    records: frozenset[UUID]
    entries: frozenset[int]
    measures: frozenset[int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What everybody may know of a contested act."""

    about_kind: Contested
    about_id: str
    kind: ProceedingKind
    since: date


def proceedings_about(kind: Contested, ids: Sequence[str]) -> tuple[Pending, ...]:
    """Every proceeding about these acts, newest first."""
    return _found(kind=str(kind), ids=list(ids))


def proceedings_of_subject(subject_id: int) -> tuple[Pending, ...]:
    """Every proceeding about acts towards a subject, newest first."""
    return _found(subject=subject_id)


def proceedings_of_agency(agency: str) -> tuple[Pending, ...]:
    """Proceedings about the acts of an agency, or (blank) of all; the newest 500."""
    return _found(agency=agency)


def proceeding(proceeding_id: int) -> Proceeding | None:
    """One proceeding."""
    return Proceeding.objects.filter(pk=proceeding_id).first()


def history(proceeding_id: int) -> tuple[ProceedingEvent, ...]:
    """Everything that happened in a proceeding, oldest first."""
    return tuple(ProceedingEvent.objects.filter(proceeding_id=proceeding_id).order_by("id"))


def suspended_of(subject_id: int) -> Suspended:
    """What of a subject rests now by order of a body; what follows from a suspended act is in it."""
    records, entries, measures = set(), set(), set()
    for kind, id in rows("default", statement("consequences.proceedings", "suspended"), {"subject": subject_id}):
        if kind == Contested.RECORD:
            records.add(UUID(id))
        elif kind == Contested.LIST_ENTRY:
            entries.add(int(id))
        else:
            measures.add(int(id))
    return Suspended(frozenset(records), frozenset(entries), frozenset(measures))


def public_marks(subject_id: int) -> tuple[Mark, ...]:
    """What of a subject is contested now, as the public role sees it."""
    found = rows(ALIAS, statement("consequences.proceedings", "public_proceedings"), {"subject": subject_id})
    return tuple(Mark(Contested(row[0]), row[1], ProceedingKind(row[2]), row[3]) for row in found)


def _found(
    *, subject: int | None = None, kind: str = "", ids: Sequence[str] = (), agency: str = ""
) -> tuple[Pending, ...]:
    values = {"subject": subject, "kind": kind, "ids": list(ids), "agency": agency}
    found = rows("default", statement("consequences.proceedings", "proceedings_of"), values)
    return tuple(_pending(row) for row in found)


def _pending(row: tuple[Any, ...]) -> Pending:
    id, subject_id, about_kind, about_id, agency, kind, body, reference, filed_on, result, ruling, ruled_on, rests = row
    return Pending(
        id=id,
        subject_id=subject_id,
        about_kind=Contested(about_kind),
        about_id=about_id,
        agency=agency,
        kind=ProceedingKind(kind),
        body=body,
        reference=reference,
        filed_on=filed_on,
        result=Result(result) if result else None,
        ruling=ruling,
        ruled_on=ruled_on,
        suspended=rests,
    )
