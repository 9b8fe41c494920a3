"""Every write of mandates: granted on sight of the document, ended at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import IntegrityError, transaction

from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.documents.kinds import LONGEST, media_type
from creditport.kernel.documents.store import KeptDocument, forget, keep, open_plain
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import AccountKind, ActorKind
from creditport.kernel.identity.models import User
from creditport.subjects.mandates import access
from creditport.subjects.mandates.choices import Ground
from creditport.subjects.mandates.events import MandateEnded, MandateGranted
from creditport.subjects.mandates.models import Mandate


class MandateError(ValueError):
    """The mandate cannot be written down so; the message says why. Nothing was changed."""


class DocumentNeededError(MandateError):
    """Whoever acts by a mandate shows it: a PDF, JPEG or PNG."""


class NoSuchAccountError(MandateError):
    """There is no account of this name that can act for subjects."""


class AlreadyMandatedError(MandateError):
    """The account acts for this subject already."""


class TermNeededError(MandateError):
    """The mandate of a counselling body has an end; it begins today or later, and ends after it began."""


@dataclass(frozen=True, slots=True)
class MandateDocument:
    """A mandate as it was handed in."""

    filename: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Term:
    """For whom, on what ground and for how long."""

    subject_id: int
    ground: Ground
    since: date
    until: date | None


def grant_mandate(
    *,
    actor: Actor,
    at: datetime,
    account: str,
    subject_id: int,
    ground: Ground,
    since: date | None = None,
    until: date | None = None,
    document: MandateDocument | None = None,
) -> Mandate:
    """Let an account act for a subject, from today or a later day. `until` is the first day on which it no more does.

    Staff show on what they rely: without a document, only the server writes down who answers for a subject.
    """
    if not access.may_grant(actor, subject_id=subject_id, ground=ground):
        raise NotPermittedError(f"{actor.name} may not give a mandate for this subject")
    holder = User.objects.filter(username=account, kind=AccountKind.SUBJECT, is_active=True).first()
    if holder is None:
        raise NoSuchAccountError(account)
    begins = since or civil_day(at)
    endless = ground is Ground.COUNSEL and until is None
    if endless or begins < civil_day(at) or (until is not None and until <= begins):
        raise TermNeededError(account)
    kept = _kept(actor, ground, document, civil_day(at))
    try:
        with transaction.atomic():
            mandate = _made(actor, at, holder, Term(subject_id, ground, begins, until), document, kept)
    except IntegrityError:
        if kept is not None:
            forget(kept.name)
        raise AlreadyMandatedError(account) from None
    return mandate


def _kept(actor: Actor, ground: Ground, document: MandateDocument | None, today: date) -> KeptDocument | None:
    if document is None:
        if ground is Ground.LEGAL_REPRESENTATIVE and actor.kind is ActorKind.SYSTEM:
            return None
        raise DocumentNeededError("no document")
    kind = media_type(document.stream.read(LONGEST))
    document.stream.seek(0)
    if kind is None:
        raise DocumentNeededError(document.filename)
    return keep(document.stream, today)


def _made(
    actor: Actor,
    at: datetime,
    holder: User,
    term: Term,
    document: MandateDocument | None,
    kept: KeptDocument | None,
) -> Mandate:
    mandate = Mandate.objects.create(
        account=holder,
        subject_id=term.subject_id,
        ground=term.ground,
        since=term.since,
        until=term.until,
        document=kept.name if kept else "",
        document_name=document.filename[:200] if document else "",
        document_digest=kept.digest if kept else "",
        granted_at=at,
        granted_by=actor.name,
    )
    announce(
        MandateGranted(actor=actor, at=at, mandate_id=mandate.pk, subject_id=term.subject_id, account=holder.username)
    )
    _record(actor, at, "mandate.grant", mandate, {"ground": term.ground, "account": holder.username})
    return mandate


def end_mandate(*, actor: Actor, at: datetime, mandate_id: int, reason: str = "") -> Mandate:
    """End a mandate at once. Ending an ended one changes nothing."""
    with transaction.atomic():
        mandate = Mandate.objects.select_for_update(of=("self",)).select_related("account").get(pk=mandate_id)
        account = mandate.account.username
        if not access.may_end(actor, subject_id=mandate.subject_id, account=account):
            raise NotPermittedError(f"{actor.name} may not end this mandate")
        if mandate.ended_at is not None:
            return mandate
        mandate.ended_at, mandate.ended_by, mandate.ended_because = at, actor.name, reason[:200]
        mandate.save(update_fields=["ended_at", "ended_by", "ended_because"])
        announce(
            MandateEnded(actor=actor, at=at, mandate_id=mandate.pk, subject_id=mandate.subject_id, account=account)
        )
        _record(actor, at, "mandate.end", mandate, {"account": account, "reason": reason[:200]})
    return mandate


def read_mandate_document(*, actor: Actor, at: datetime, mandate_id: int) -> tuple[str, bytes]:
    """The name and the bytes of the document on which a mandate rests. That it was read is on record."""
    mandate = Mandate.objects.select_related("account").get(pk=mandate_id)
    if not access.may_see(actor, subject_id=mandate.subject_id):
        raise NotPermittedError(f"{actor.name} may not read the document of this mandate")
    if not mandate.document:
        raise DocumentNeededError("no document")
    with transaction.atomic():
        _record(actor, at, "mandate.read-document", mandate, {"account": mandate.account.username})
    with open_plain(mandate.document) as file:
        return mandate.document_name, file.read()


def _record(actor: Actor, at: datetime, act: str, mandate: Mandate, details: dict[str, str]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="subject", object_id=mandate.subject_id, details=details)
