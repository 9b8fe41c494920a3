"""What repair does when a case is decided, and when records arrive of a subject under protection."""

from __future__ import annotations

from uuid import UUID

from creditport.consequences.proceedings.events import ExecutionResumed, ExecutionSuspended
from creditport.consequences.repair.actions import grant_repair, refuse_repair, revoke_repair
from creditport.consequences.repair.choices import Ending, withdrawn_because
from creditport.consequences.repair.offers import mask_arrivals
from creditport.consequences.repair.protection import begin_protection, end_protection
from creditport.consequences.repair.queries import ABOUT, cases_of_withdrawn, latest_version, repair_case_types
from creditport.consequences.repair.suspension import hide_suspended, show_unsuspended
from creditport.engines.cases.events import CaseDecided
from creditport.engines.cases.lapsing import lapse_about, lapse_case
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.events import RecordVersionWritten
from creditport.kernel.events.announcements import handles
from creditport.kernel.identity.actor import SYSTEM


@handles(CaseDecided)
def a_repair_was_decided(event: CaseDecided) -> None:
    """Grant, refuse or revoke, as the outcome's effects say."""
    if event.about_kind != ABOUT:
        return
    for effect, action in (
        ("repair-granted", grant_repair),
        ("repair-refused", refuse_repair),
        ("repair-revoked", revoke_repair),
    ):
        if effect in event.effects:
            action(
                actor=event.actor,
                at=event.at,
                case_id=event.case_id,
                record_key=UUID(event.about_id),
                reason=event.reason,
            )


@handles(CaseDecided)
def a_protection_was_decided(event: CaseDecided) -> None:
    """Begin or end a protection, as the outcome's effects say."""
    if event.subject_id is None:
        return
    if "protection-begins" in event.effects:
        begin_protection(actor=event.actor, at=event.at, case_id=event.case_id, subject_id=event.subject_id)
    for effect, ending in (("protection-completed", Ending.COMPLETED), ("protection-failed", Ending.FAILED)):
        if effect in event.effects:
            end_protection(actor=event.actor, at=event.at, case_id=event.case_id, ending=ending, reason=event.reason)


@handles(SubmissionApplied)
def records_arrived(event: SubmissionApplied) -> None:
    """What arrives of a protected subject, and was decided before the ruling, never shows."""
    mask_arrivals(actor=event.actor, at=event.at, submission_id=event.submission_id)


@handles(ExecutionSuspended)
def an_execution_was_suspended(event: ExecutionSuspended) -> None:
    """What the contested act shows is hidden."""
    hide_suspended(actor=event.actor, at=event.at, subject_id=event.subject_id)


@handles(ExecutionResumed)
def an_execution_went_on(event: ExecutionResumed) -> None:
    """It shows again, unless something else hides it."""
    show_unsuspended(actor=event.actor, at=event.at, subject_id=event.subject_id, reason="恢复执行")


@handles(RecordVersionWritten)
def a_record_was_withdrawn(event: RecordVersionWritten) -> None:
    """Nothing is left to repair: the application is closed, with the reason of the withdrawal."""
    if event.cause is Cause.WITHDRAWN:
        record = latest_version(event.key)
        reason = withdrawn_because(record.reason if record else "")
        lapse_about(actor=SYSTEM, at=event.at, types=repair_case_types(), kind=ABOUT, id=str(event.key), reason=reason)


@handles(SubmissionApplied)
def records_were_withdrawn(event: SubmissionApplied) -> None:
    """The same for what a whole submission withdrew."""
    for case_id in cases_of_withdrawn(event.submission_id, repair_case_types()):
        lapse_case(actor=SYSTEM, at=event.at, case_id=case_id, reason=withdrawn_because(""))
