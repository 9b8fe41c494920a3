"""What measures do when their ground goes, rests or comes back: they follow it, in the same transaction."""

from __future__ import annotations

from creditport.consequences.lists.events import EntryEnded, EntryInForce
from creditport.consequences.measures.actions import end_measure, pause_measure
from creditport.consequences.measures.following import (
    end_all,
    end_groundless,
    end_protected,
    rest_suspended,
    resume_unheld,
    return_measures,
)
from creditport.consequences.measures.queries import is_ended, measures_following, sanctions_applied
from creditport.consequences.proceedings.choices import Contested
from creditport.consequences.proceedings.events import ExecutionResumed, ExecutionSuspended, ProceedingEnded
from creditport.consequences.repair.choices import BECAUSE_PROTECTED, BECAUSE_REPAIRED
from creditport.consequences.repair.events import ProtectionBegan, ProtectionEnded, RepairGranted, RepairRevoked
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.events import RecordVersionWritten
from creditport.kernel.events.announcements import handles
from creditport.kernel.identity.actor import SYSTEM


@handles(EntryEnded)
def an_entry_ended(event: EntryEnded) -> None:
    """Off the list, what followed it ends."""
    end_all(measures_following(list_entry_id=event.entry_id), event.at, event.reason)


@handles(EntryInForce)
def an_entry_came_in_force(event: EntryInForce) -> None:
    """An entry that comes back with a revoked repair brings back what followed it."""
    return_measures(event.subject_id, event.at)


@handles(RepairGranted)
def a_record_was_repaired(event: RepairGranted) -> None:
    """Sanctions end with the repair, in the same transaction."""
    end_all(measures_following(record_key=event.record_key), event.at, BECAUSE_REPAIRED)


@handles(RepairRevoked)
def a_repair_was_revoked(event: RepairRevoked) -> None:
    """What a false repair had ended comes back, as far as the law of today carries it."""
    return_measures(event.subject_id, event.at)


@handles(RecordVersionWritten)
def a_record_was_withdrawn(event: RecordVersionWritten) -> None:
    """What stood on a withdrawn record ends."""
    if event.cause is Cause.WITHDRAWN:
        end_all(measures_following(record_key=event.key), event.at, "所依据的信息已经撤销")


@handles(SubmissionApplied)
def records_were_withdrawn(event: SubmissionApplied) -> None:
    """The same for what a whole submission withdrew or re-classed."""
    end_groundless(event.at, event.submission_id)


@handles(ProtectionBegan)
def a_protection_began(event: ProtectionBegan) -> None:
    """A court's ruling lets the sanctions of a subject rest."""
    for id in sanctions_applied(event.subject_id):
        pause_measure(actor=SYSTEM, at=event.at, application_id=id, reason=BECAUSE_PROTECTED)


@handles(ProtectionEnded)
def a_protection_ended(event: ProtectionEnded) -> None:
    """If the plan failed they apply again, and what was deferred comes back; if it was carried out they end."""
    if event.failed:
        resume_unheld(event.subject_id, event.at, "重整或者和解未成")
        return_measures(event.subject_id, event.at)
    else:
        end_protected(event.subject_id, event.at, "重整或者和解执行完毕")


@handles(ExecutionSuspended)
def an_execution_was_suspended(event: ExecutionSuspended) -> None:
    """The contested measure rests, and what follows from a contested record or entry."""
    rest_suspended(event.subject_id, event.at)


@handles(ExecutionResumed)
def an_execution_went_on(event: ExecutionResumed) -> None:
    """They apply again, unless something else holds them."""
    resume_unheld(event.subject_id, event.at, "恢复执行")
    return_measures(event.subject_id, event.at)


@handles(ProceedingEnded)
def a_measure_was_annulled(event: ProceedingEnded) -> None:
    """An annulled measure ends."""
    if event.annuls and event.about_kind == Contested.MEASURE and not is_ended(int(event.about_id)):
        end_measure(actor=SYSTEM, at=event.at, application_id=int(event.about_id), reason=event.reason[:400])
