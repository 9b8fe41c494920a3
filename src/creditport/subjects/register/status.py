"""Changes the status of one subject by an act of its own, with its history; registrations in bulk write theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.register.choices import SubjectStatus
from creditport.subjects.register.models import Subject, SubjectStatusChange


def change_status(*, actor: Actor, at: datetime, subject_id: int, status: SubjectStatus, reason: str) -> SubjectStatus:
    """Give a subject another status from today on; returns the one it had. Operators and the system may."""
    if actor.kind is not ActorKind.SYSTEM and actor.role != Role.PLATFORM_OPERATOR:
        raise NotPermittedError(f"{actor.name} may not change the status of a subject")
    with transaction.atomic():
        subject = Subject.objects.select_for_update().get(pk=subject_id)
        before = SubjectStatus(subject.status)
        if before is status:
            return before
        subject.status, subject.changed_at = status, at
        subject.save(update_fields=["status", "changed_at"])
        SubjectStatusChange.objects.create(
            subject=subject, status=status, since=civil_day(at), reason=reason[:200], recorded_at=at
        )
        record_act(
            actor=actor,
            at=at,
            act="subject.change-status",
            object_kind="subject",
            object_id=subject_id,
            details={"before": before, "after": status},
        )
    return before
