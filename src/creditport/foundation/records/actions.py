"""Writes of single versions. Submissions write theirs in bulk, through the same table and constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.forms.models import model_to_dict

from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.events import RecordVersionWritten
from creditport.foundation.records.models import Record
from creditport.foundation.records.resealing import in_steps, waiting
from creditport.kernel.audit.actions import record_act
from creditport.kernel.crypto.keys import data_keys
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind


class RecordMovedOnError(Exception):
    """Somebody wrote a version of this record in between; read it again and decide anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVersion:
    """What the next version says differently. Publicity that does not go on is none at all: shown is False."""

    cause: Cause
    reason: str
    rules: str
    state: RecordState
    shown: bool
    public_from: date | None = None
    repair_opens_on: date | None = None
    public_until: date | None = None
    content: Mapping[str, Any] | None = None  # what the public fields say from now on; None: as before


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVersion:
    """A record that comes from an act on the platform and not from a submission."""

    key: UUID
    item: str
    adverse: bool
    subject_id: int
    linked_by: str
    agency: str
    severity: Severity | None
    decided_on: date
    valid_until: date | None
    content: Mapping[str, Any]
    digest: UUID
    rules: str
    shown: bool
    public_from: date | None
    repair_opens_on: date | None
    public_until: date | None


def write_first_version(*, actor: Actor, at: datetime, first: FirstVersion) -> Record:
    """Write the first version of a record whose cause is an act on the platform; the submission is number 0."""
    if not actor.acts_for(first.agency):
        raise NotPermittedError(f"{actor.name} may not write a record of {first.agency}")
    with transaction.atomic():
        in_turn((first.key,))
        written = Record(version=1, cause=Cause.REPORTED, submission_id=0, row_number=0, recorded_at=at)
        for name in FirstVersion.__dataclass_fields__:
            setattr(written, name, getattr(first, name))
        written.content = dict(first.content)
        written.state = RecordState.IN_FORCE
        written.save(force_insert=True)
        _tell(actor, at, written)
    return written


def write_version(*, actor: Actor, at: datetime, key: UUID, after: int, change: NextVersion) -> Record:
    """Write the version after version `after` of a record, in the caller's transaction if there is one.

    The agency that reported the record, the platform's operators and the system may. The content stays unless the
    change brings one; what is shown, the state and the reason change. Refuses with
    `RecordMovedOnError` if `after` is no longer the latest.
    """
    with transaction.atomic():
        in_turn((key,))
        latest = Record.objects.filter(key=key).order_by("-version").first()
        if latest is None or latest.version != after:
            raise RecordMovedOnError(str(key))
        if not actor.acts_for(latest.agency):
            raise NotPermittedError(f"{actor.name} may not change a record of {latest.agency}")
        written = _next(latest, change, at)
        written.save(force_insert=True)
        _tell(actor, at, written)
    return written


def seal_records_anew(*, actor: Actor, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Seal with the newest data key the personal fields that an older one sealed; nothing else of a version changes.

    `progress` is told how many are done, of how many. Killed, it goes on where it was. Returns how many it changed.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermittedError(f"{actor.name} may not seal records anew")
    keys = data_keys(settings.HOME)
    total, done = waiting(keys), 0
    if not total:
        return 0
    details = {"key": keys.newest, "records": total}
    record_act(
        actor=actor, at=at, act="key.seal-anew", object_kind="data-key", object_id=str(keys.newest), details=details
    )
    for changed in in_steps():
        done += changed
        progress(done, total)
    return done


def in_turn(keys: Iterable[UUID]) -> None:
    """One writer of these keys at a time, until the transaction ends; in one order, so that none waits for ever."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [str(key)])


def _next(latest: Record, change: NextVersion, at: datetime) -> Record:
    kept = model_to_dict(latest, exclude=["id", "version", "recorded_at", "sealed"])
    written = Record(**kept)
    written.sealed = latest.sealed
    written.key = latest.key
    written.version = latest.version + 1
    written.recorded_at = at
    for name in ("cause", "reason", "rules", "state", "shown", "public_from", "repair_opens_on", "public_until"):
        setattr(written, name, getattr(change, name))
    if change.content is not None:  # the digest stays that of the row sent, so that the same row again changes nothing
        written.content = dict(change.content)
    return written


def _tell(actor: Actor, at: datetime, written: Record) -> None:
    record_act(
        actor=actor,
        at=at,
        act=f"record.{written.cause}",
        object_kind="record",
        object_id=str(written.key),
        details={"version": written.version, "item": written.item, "reason": written.reason},
    )
    announce(
        RecordVersionWritten(
            actor=actor,
            at=at,
            record_id=written.pk,
            key=written.key,
            version=written.version,
            cause=Cause(written.cause),
            subject_id=written.subject_id,
        )
    )
