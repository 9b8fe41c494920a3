"""What repair does when a case is decided, and when records arrive of a subject under protection."""

from __future__ import annotations

from uuid import UUID

from creditport.consequences.repair.actions import grant_repair, refuse_repair, revoke_repair
from creditport.consequences.repair.choices import Ending
from creditport.consequences.repair.offers import mask_arrivals
from creditport.consequences.repair.protection import begin_protection, end_protection
from creditport.consequences.repair.queries import ABOUT
from creditport.engines.cases.events import CaseDecided
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.kernel.events.announcements import handles


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
