"""Every single write to the register; bulk work uses the set-based statements of `sql/` (see README)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from creditport.engines.search.grams import grams
from creditport.engines.search.initials import initials
from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.subjects.register.access import may_keep_register
from creditport.subjects.register.choices import NameKind, SubjectKind, SubjectStatus
from creditport.subjects.register.models import Subject, SubjectName, SubjectStatusChange


def flush_names() -> int:
    """Sort the names that came in bulk into their index. Returns how many pages of them were waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT creditport_flush_names()")
        return int(cursor.fetchone()[0])


def set_status(
    *, actor: Actor, at: datetime, subject_id: int, status: SubjectStatus, since: date, reason: str
) -> Subject:
    """The subject has this status from `since` on. Setting the status it has changes nothing."""
    _require(actor)
    with transaction.atomic():
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        if subject.status == status:
            return subject
        SubjectStatusChange.objects.create(subject=subject, status=status, since=since, reason=reason, recorded_at=at)
        before, subject.status, subject.changed_at = subject.status, status, at
        subject.save(update_fields=["status", "changed_at"])
        _record(actor, at, "subject.set-status", subject, {"before": before, "after": str(status)})
    return subject


def rename(*, actor: Actor, at: datetime, subject_id: int, name: str, since: date) -> Subject:
    """The subject has a new name from `since` on; the old one stays as a former name, and is found."""
    _require(actor)
    if not name.strip():
        raise ValueError("a name has at least one character")
    with transaction.atomic():
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        if subject.kind == SubjectKind.PERSON:
            raise NotPermittedError("a natural person has no name in the register")
        if subject.name == name:
            return subject
        before = subject.name
        _end_names(subject, since)
        _begin_name(subject, name, since)
        subject.name, subject.changed_at = name, at
        subject.save(update_fields=["name", "changed_at"])
        _record(actor, at, "subject.rename", subject, {"before": before, "after": name})
    return subject


def _end_names(subject: Subject, until: date) -> None:
    for old in subject.names.exclude(kind=NameKind.FORMER):
        if subject.names.filter(kind=NameKind.FORMER, name=old.name).exists():
            old.delete()
        else:
            old.kind, old.until = NameKind.FORMER, until
            old.save(update_fields=["kind", "until"])


def _begin_name(subject: Subject, name: str, since: date) -> None:
    SubjectName.objects.create(
        subject=subject,
        name=name,
        kind=NameKind.CURRENT,
        since=since,
        grams=grams(name),
        initials=initials(name),
    )


def _require(actor: Actor) -> None:
    if not may_keep_register(actor):
        raise NotPermittedError("only the platform's operators change the register by hand")


def _record(actor: Actor, at: datetime, act: str, subject: Subject, details: dict[str, object]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="subject", object_id=subject.pk, details=details)
