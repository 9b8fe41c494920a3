"""What objections do when their case is decided."""

from __future__ import annotations

from creditport.consequences.objections.actions import end_objection
from creditport.engines.cases.events import CaseDecided
from creditport.kernel.events.announcements import handles


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
