"""Opening an access to personal rows, and keeping a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.crypto.keys import data_keys, index_key
from creditport.kernel.crypto.sealing import value_head
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind
from creditport.kernel.packs.registry import packs
from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.persons.access import may_open_access
from creditport.subjects.persons.identity import Identity, person_index, seal_identity, unseal_identity
from creditport.subjects.persons.models import AccessOpening, Person
from creditport.subjects.register.choices import IdentifierScheme, SubjectKind, SubjectStatus
from creditport.subjects.register.models import Subject

SEALING = "key-rotation"  # the purpose, as the packs declare it
_STEP = 1_000


class NoGroundError(NotPermittedError):
    """The purpose is unknown, not in force, or lacks the basis or consent that it needs. Nothing was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why personal rows are opened: a purpose of the packs, and its legal basis or the person's consent."""

    purpose: str
    basis: str = ""
    consent: str = ""
    case: str = ""


@contextmanager
def open_access(
    *,
    actor: Actor,
    at: datetime,
    purpose: str,
    basis: str = "",
    consent: str = "",
    case: str = "",
    subject_id: int | None = None,
) -> Iterator[int]:
    """Open personal rows, of one subject or (None) of any, for the length of a `with` block; yields the opening's id.

    The block is one transaction; outside of it the rows are closed again. The opening is in the log that the person
    reads. If the block fails it is written once more, for what was read was read; so do not wrap this in a
    transaction of your own that may be rolled back. Raises NotPermittedError, or NoGroundError.
    """
    ground = Ground(purpose=purpose, basis=basis, consent=consent, case=case)
    _require(actor, at, ground, subject_id)
    try:
        with transaction.atomic():
            opening = _write_opening(actor, at, ground, subject_id)
            before = _point_access_to(str(opening))
            yield opening
            _point_access_to(before)
    except BaseException:
        if not connection.needs_rollback:
            _write_opening(actor, at, ground, subject_id)
        raise


def keep_person(*, actor: Actor, at: datetime, identity: Identity, submission_id: int | None = None) -> int:
    """The subject id of this person; made, sealed and indexed if the register did not know the document."""
    if not may_open_access(actor, None):
        raise NotPermittedError("only agencies and the platform keep persons")
    index = person_index(index_key(settings.HOME), identity.document_kind, identity.document_number)
    with transaction.atomic():
        known = SubjectIdentifier.objects.filter(scheme=IdentifierScheme.PERSON_INDEX, value=index.hex())
        found = known.values_list("subject_id", flat=True).first()
        if found is not None:
            return found
        subject = _new_person(at, index, identity, submission_id)
        record_act(actor=actor, at=at, act="person.keep", object_kind="subject", object_id=subject.pk)
    return subject.pk


def seal_persons_anew(*, actor: Actor, at: datetime, progress: Callable[[int], None]) -> int:
    """Seal with the newest data key the identities that an older one sealed, a thousand under each opened access.

    `progress` is told how many are done. Killed, it goes on where it was. Returns how many it changed.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not seal persons anew")
    basis = packs().purposes[SEALING].basis[0]
    keys, last, done = data_keys(settings.HOME), 0, 0
    while True:
        ground = " ".join(filter(None, (basis.instrument, basis.article)))
        with open_access(actor=actor, at=at, purpose=SEALING, basis=ground, case=f"data-key {keys.newest}"):
            found = list(
                Person.objects.filter(subject_id__gt=last)
                .extra(where=["substring(sealed FROM 1 FOR 4) <> %s"], params=[value_head(keys.newest)])
                .order_by("subject_id")[:_STEP]
            )
            for person in found:
                index = bytes(person.number_index)
                identity = unseal_identity(keys, index, bytes(person.sealed))
                person.sealed = seal_identity(keys, index, identity)
            Person.objects.bulk_update(found, ["sealed"])
        if not found:
            return done
        last, done = found[-1].pk, done + len(found)
        progress(done)


def _new_person(at: datetime, index: bytes, identity: Identity, submission_id: int | None) -> Subject:
    subject = Subject.objects.create(
        kind=SubjectKind.PERSON,
        status=SubjectStatus.UNKNOWN,
        first_submission_id=submission_id,
        changed_at=at,
    )
    sealed = seal_identity(data_keys(settings.HOME), index, identity)
    Person.objects.create(subject=subject, number_index=index, sealed=sealed, recorded_at=at)
    SubjectIdentifier.objects.create(subject=subject, scheme=IdentifierScheme.PERSON_INDEX, value=index.hex())
    return subject


def _require(actor: Actor, at: datetime, ground: Ground, subject_id: int | None) -> None:
    if not may_open_access(actor, subject_id):
        raise NotPermittedError("this actor opens no personal rows")
    purpose = packs().purposes.get(ground.purpose)
    day = civil_day(at)
    if purpose is None or day < purpose.valid_from or (purpose.valid_until and day >= purpose.valid_until):
        raise NoGroundError(f"no pack declares the purpose {ground.purpose!r} for {day}")
    if purpose.needs_consent and not ground.consent:
        raise NoGroundError(f"the purpose {ground.purpose!r} needs the person's consent")
    if not ground.basis and not ground.consent:
        raise NoGroundError("an access needs a legal basis or a consent")


def _write_opening(actor: Actor, at: datetime, ground: Ground, subject_id: int | None) -> int:
    opening = AccessOpening.objects.create(
        at=at,
        actor_kind=str(actor.kind),
        actor_name=actor.name,
        agency=actor.agency or "",
        purpose=ground.purpose,
        basis=ground.basis,
        consent=ground.consent,
        case=ground.case,
        subject_id=subject_id,
        transaction=0,
    )
    details = {"opening": opening.pk, "purpose": ground.purpose, "basis": ground.basis, "case": ground.case}
    record_act(
        actor=actor,
        at=at,
        act="person.open-access",
        object_kind="subject",
        object_id=subject_id or "any",
        details=details,
    )
    return opening.pk


def _point_access_to(opening: str) -> str:
    """Make this opening the one that the row policy looks at; returns the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('creditport.access', true), ''),"
            " set_config('creditport.access', %s, true)",
            [opening],
        )
        return str(cursor.fetchone()[0])
