"""Entries that come back or hold again: what had taken them off or let them rest is over, and nothing else does."""

from __future__ import annotations

from datetime import datetime

from creditport.consequences.lists.actions import pause_entries, reinstate, resume_entries
from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.proceedings.queries import suspended_of
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.choices import BECAUSE_PROTECTED, BECAUSE_SUSPENDED
from creditport.consequences.repair.queries import protection_of
from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.actor import SYSTEM


def reinstate_if_lawful(*, at: datetime, entry: ListEntry, reason: str) -> bool:
    """Put an entry back that a revoked repair had removed; it rests at once if a body or a court lets it rest.

    If the law of today does not carry it any more it stays removed, and the log says why: the repair is revoked all
    the same.
    """
    try:
        reinstate(actor=SYSTEM, at=at, entry=entry, reason=reason)
    except RefusedError as refused:
        details = {"list": entry.list_id, "code": refused.code, "reason": refused.zh}
        act = "list.not-reinstated"
        record_act(actor=SYSTEM, at=at, act=act, object_kind="list-entry", object_id=entry.pk, details=details)
        return False
    because = _held(entry)
    if because:
        pause_entries(actor=SYSTEM, at=at, subject_id=entry.subject_id, reason=because, only={entry.pk})
    return True


def resume_unheld(subject_id: int, at: datetime, reason: str) -> tuple[int, ...]:
    """Let paused entries of a subject hold again that neither a protection nor a suspension holds. Answers which."""
    paused = ListEntry.objects.filter(subject_id=subject_id, state=EntryState.PAUSED).order_by("id")
    free = {entry.pk for entry in paused if not _held(entry)}
    if not free:
        return ()
    return resume_entries(actor=SYSTEM, at=at, subject_id=subject_id, reason=reason, only=free)


def _held(entry: ListEntry) -> str:
    """Why an entry rests by law today; empty if it does not."""
    standing = protection_of(entry.subject_id)
    if standing is not None and entry.decided_on is not None and entry.decided_on <= standing.since:
        return BECAUSE_PROTECTED
    return BECAUSE_SUSPENDED if entry.pk in suspended_of(entry.subject_id).entries else ""
