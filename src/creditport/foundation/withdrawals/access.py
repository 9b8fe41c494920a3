"""Who may propose that a record is withdrawn, and who may decide on it."""

from __future__ import annotations

from creditport.foundation.ingestion.access import may_report_for
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_propose(actor: Actor, agency: str) -> bool:
    """Whoever may report for the agency may also say that a record of it should go."""
    return may_report_for(actor, agency)


def may_confirm(actor: Actor, proposal: Withdrawal) -> bool:
    """A manager of the agency who did not propose it. Operators do not: the agency answers for its records."""
    manages = actor.kind is ActorKind.STAFF and actor.role == Role.AGENCY_MANAGER and actor.agency == proposal.agency
    return manages and actor.name != proposal.proposed_by


def may_decline(actor: Actor, proposal: Withdrawal) -> bool:
    """Whoever may confirm it, and the proposer."""
    return may_confirm(actor, proposal) or actor.name == proposal.proposed_by
