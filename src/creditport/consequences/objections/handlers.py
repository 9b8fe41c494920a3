"""What objections do when their case is decided."""

from __future__ import annotations

from creditport.consequences.lists.events import EntryEnded
from creditport.consequences.objections.actions import CASE_TYPE, end_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.repair.choices import withdrawn_because
from creditport.consequences.repair.queries import cases_of_withdrawn, latest_version
from creditport.engines.cases.events import CaseDecided
from creditport.engines.cases.lapsing import lapse_about, lapse_case
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.events import RecordVersionWritten
from creditport.kernel.events.announcements import handles
from creditport.kernel.identity.actor import SYSTEM

_TYPES = frozenset({CASE_TYPE})


@handles(CaseDecided)
def an_objection_was_decided(event: CaseDecided) -> None:
    """The mark goes, and the item is corrected or withdrawn, as the outcome's effects say."""
    if "dispute-ends" in event.effects:
        end_objection(
            actor=event.actor,
            at=event.at,
            case_id=event.case_id,
            act=event.act,
            outcome=event.outcome,
            effects=event.effects,
            reason=event.reason,
        )


@handles(RecordVersionWritten)
def a_disputed_record_was_withdrawn(event: RecordVersionWritten) -> None:
    """Nothing is left to dispute: the objection is closed, with the reason of the withdrawal."""
    if event.cause is Cause.WITHDRAWN:
        record = latest_version(event.key)
        reason = withdrawn_because(record.reason if record else "")
        lapse_about(actor=SYSTEM, at=event.at, types=_TYPES, kind=Disputable.RECORD, id=str(event.key), reason=reason)


@handles(SubmissionApplied)
def disputed_records_were_withdrawn(event: SubmissionApplied) -> None:
    """The same for what a whole submission withdrew."""
    for case_id in cases_of_withdrawn(event.submission_id, _TYPES):
        lapse_case(actor=SYSTEM, at=event.at, case_id=case_id, reason=withdrawn_because(""))


@handles(EntryEnded)
def a_disputed_entry_was_annulled(event: EntryEnded) -> None:
    """An entry that was annulled is not disputed any longer; one that was removed may still have been wrong."""
    if event.annulled:
        reason = withdrawn_because(event.reason)
        id = str(event.entry_id)
        lapse_about(actor=SYSTEM, at=event.at, types=_TYPES, kind=Disputable.LIST_ENTRY, id=id, reason=reason)
