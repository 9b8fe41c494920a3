"""Cases of credit repair, and the officers who work on them."""

from __future__ import annotations

import io
from datetime import datetime

from creditport.engines.cases.actions import CaseAbout, open_case, read_document
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

PDF = b"%PDF-1.7\n% a commitment, signed\n"
AGENCY = "hainan-market-regulation"
MANAGER = Actor(kind=ActorKind.STAFF, name="huang.wei", role=Role.AGENCY_MANAGER, agency=AGENCY)
OFFICER = Actor(kind=ActorKind.STAFF, name="lin.xiaomei", role=Role.REPORTER, agency=AGENCY)
OPERATOR = Actor(kind=ActorKind.STAFF, name="fu.hai", role=Role.PLATFORM_OPERATOR)


def owner_of(subject_id: int) -> Actor:
    """Whoever answers for a subject."""
    return Actor(kind=ActorKind.SUBJECT, name="wang.zhiqiang", subject=subject_id)


def counsel_of(subject_id: int) -> Actor:
    """A counselling body with the subject's mandate."""
    return Actor(kind=ActorKind.COUNSEL, name="haikou-counsel", subject=subject_id)


def pdf(kind: str = "commitment") -> NewDocument:
    return NewDocument(kind=kind, filename=f"{kind}.pdf", stream=io.BytesIO(PDF))


def open_repair(*, at: datetime, subject_id: int = 7, about: str = "r1", actor: Actor | None = None) -> Case:
    """A repair asked for by the subject, with its commitment."""
    return open_case(
        actor=actor or owner_of(subject_id),
        at=at,
        type_id="repair",
        subject_id=subject_id,
        about=CaseAbout("test", about, AGENCY),
        fields={"statement": "罚款已缴清"},
        documents=(pdf(),),
    )


def read_everything(reader: Actor, case: Case, at: datetime) -> None:
    """Open every document of a case, as an officer must before deciding."""
    for document in case.documents.order_by("id"):
        read_document(actor=reader, at=at, document_id=document.pk)
