"""A record does not show while the execution of the act behind it is suspended in reconsideration or litigation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from creditport.consequences.proceedings.queries import suspended_of
from creditport.consequences.repair.choices import BECAUSE_SUSPENDED, Ground
from creditport.consequences.repair.models import Hiding
from creditport.consequences.repair.protection import mask_if_protected, show_or_hide, would_show
from creditport.foundation.records.actions import in_turn
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import Actor


def hide_suspended(*, actor: Actor, at: datetime, subject_id: int) -> int:
    """Hide every record of a subject that a suspension is about. Returns how many are hidden by this call."""
    keys = suspended_of(subject_id).records - _hidden(subject_id)
    in_turn(keys)
    for key in sorted(keys):
        _hide(actor, at, key, subject_id)
    return len(keys)


def _hidden(subject_id: int) -> set[UUID]:
    standing = Hiding.objects.filter(subject_id=subject_id, ground=Ground.SUSPENSION, ended_at__isnull=True)
    return set(standing.values_list("record_key", flat=True))


def _hide(actor: Actor, at: datetime, key: UUID, subject_id: int) -> None:
    record = history(key)[-1]
    shows = record.shown or would_show(key)  # but for what hides it already
    if record.shown:
        show_or_hide(actor, at, record, Cause.MASKED, BECAUSE_SUSPENDED, shown=False)
    Hiding.objects.create(
        record_key=key,
        subject_id=subject_id,
        ground=Ground.SUSPENSION,
        case_id=None,
        since=at,
        would_show=shows,
    )


def show_unsuspended(*, actor: Actor, at: datetime, subject_id: int, reason: str) -> int:
    """Show again what no suspension is about any more and nothing else hides, as it would be. Returns how many."""
    over = _hidden(subject_id) - suspended_of(subject_id).records
    in_turn(over)
    shown = 0
    for hiding in Hiding.objects.filter(record_key__in=over, ground=Ground.SUSPENSION, ended_at__isnull=True).order_by(
        "id"
    ):
        hiding.ended_at = at
        hiding.save(update_fields=["ended_at"])
        record = history(hiding.record_key)[-1]
        others = Hiding.objects.filter(record_key=hiding.record_key, ended_at__isnull=True).exists()
        if hiding.would_show and not others and record.state is RecordState.IN_FORCE and record.public_from:
            show_or_hide(actor, at, record, Cause.RESTORED, reason, shown=True)
            mask_if_protected(actor=actor, at=at, record_key=hiding.record_key)
            shown += 1
    return shown
