"""What is told to whom, when something happened that nobody did."""

from __future__ import annotations

from creditport.consequences.measures.events import MeasureNotReturned
from creditport.consequences.messages.actions import tell, tell_about_records, tell_overdue
from creditport.consequences.messages.choices import MessageKind
from creditport.consequences.messages.models import Message
from creditport.consequences.repair.events import PublicityEnded, RepairsOffered
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.events import CaseDecided, CasesOverdue
from creditport.engines.cases.queries import case
from creditport.kernel.events.announcements import handles
from creditport.kernel.factors.events import FactorsReset, ResetProposed
from creditport.kernel.identity.actor import SYSTEM


@handles(PublicityEnded)
def publicity_ended(event: PublicityEnded) -> None:
    """Each subject is told that its record is no longer published."""
    tell_about_records(actor=SYSTEM, at=event.at, kind=MessageKind.PUBLICITY_ENDED, keys=event.record_keys)


@handles(RepairsOffered)
def repairs_were_offered(event: RepairsOffered) -> None:
    """Each subject is told that its record can be mended."""
    tell_about_records(actor=SYSTEM, at=event.at, kind=MessageKind.REPAIR_OFFERED, keys=event.record_keys)


@handles(CasesOverdue)
def cases_are_overdue(event: CasesOverdue) -> None:
    """Superiors are told which cases are over their day."""
    tell_overdue(actor=SYSTEM, at=event.at, case_ids=event.case_ids)


@handles(CaseDecided)
def a_case_lapsed(event: CaseDecided) -> None:
    """The subject is told why its case was closed."""
    found = case(event.case_id)
    if event.act != EngineAct.LAPSE or event.subject_id is None or found is None:
        return
    message = Message(
        subject_id=event.subject_id,
        kind=MessageKind.CASE_LAPSED,
        about_kind="case",
        about_id=str(event.case_id),
        reference=found.number,
        text=event.reason,
    )
    tell(actor=SYSTEM, at=event.at, message=message)


@handles(MeasureNotReturned)
def a_measure_stays_ended(event: MeasureNotReturned) -> None:
    """The agency that applied it is told why."""
    message = Message(
        agency=event.agency,
        kind=MessageKind.NOT_RETURNED,
        about_kind="measure",
        about_id=str(event.application_id),
        reference=event.measure,
        text=event.zh,
    )
    tell(actor=SYSTEM, at=event.at, message=message)


@handles(ResetProposed)
def a_reset_was_proposed(event: ResetProposed) -> None:
    """The holder is told, and can object before a second person confirms."""
    _tell_holder(event, MessageKind.FACTORS_ASKED)


@handles(FactorsReset)
def factors_were_reset(event: FactorsReset) -> None:
    """The holder is told."""
    _tell_holder(event, MessageKind.FACTORS_RESET)


def _tell_holder(event: ResetProposed | FactorsReset, kind: MessageKind) -> None:
    message = Message(
        account=event.account, kind=kind, about_kind="reset", about_id=str(event.reset_id), reference=event.actor.name
    )
    tell(actor=SYSTEM, at=event.at, message=message)
