"""Reads of personal rows, inside an opened access, and of the log of accesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from creditport.kernel.crypto.keys import data_keys, index_key
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.subjects.persons.access import may_read_accesses
from creditport.subjects.persons.identity import Identity, person_index, unseal_identity
from creditport.subjects.persons.models import AccessOpening, Person


@dataclass(frozen=True, slots=True)
class Access:
    """One access to a person's rows, as the person reads it: when, who, why, on which ground."""

    at: datetime
    actor_kind: str
    actor_name: str
    agency: str
    purpose: str
    basis: str
    consent: str
    case: str


def find(document_kind: str, document_number: str) -> int | None:
    """The subject with this document. Sees nothing unless an access is open (`actions.open_access`)."""
    index = person_index(index_key(settings.HOME), document_kind, document_number)
    return Person.objects.filter(number_index=index).values_list("subject_id", flat=True).first()


def identity_of(subject_id: int) -> Identity | None:
    """Who this person is. None if there is no such person or no access to it is open."""
    person = Person.objects.filter(pk=subject_id).first()
    if person is None:
        return None
    return unseal_identity(data_keys(settings.HOME), bytes(person.number_index), bytes(person.sealed))


def accesses_of(*, actor: Actor, subject_id: int) -> tuple[Access, ...]:
    """Every access to this person's rows, latest first; for the person itself and for auditors."""
    if not may_read_accesses(actor, subject_id):
        raise NotPermittedError("the log of accesses is read by the person it is about, and by auditors")
    with transaction.atomic():
        _read_log_as(str(subject_id))
        openings = AccessOpening.objects.filter(subject_id=subject_id).order_by("-at", "-id")
        accesses = tuple(map(_access, openings))
        _read_log_as("")
    return accesses


def _access(opening: AccessOpening) -> Access:
    return Access(
        at=opening.at,
        actor_kind=opening.actor_kind,
        actor_name=opening.actor_name,
        agency=opening.agency,
        purpose=opening.purpose,
        basis=opening.basis,
        consent=opening.consent,
        case=opening.case,
    )


def _read_log_as(reader: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.reader', %s, true)", [reader])
