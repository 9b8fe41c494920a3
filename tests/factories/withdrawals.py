"""Records withdrawn by hand, as two people of an agency do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals.actions import confirm_withdrawal, propose_withdrawal
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role


def withdraw(*, actor: Actor, at: datetime, key: UUID, reason: str) -> Record:
    """Somebody of the agency proposes, this actor confirms, as a manager of it."""
    latest = Record.objects.filter(key=key).latest("version")
    proposer = replace(actor, name="he.fang", role=Role.REPORTER, agency=latest.agency)
    proposal = propose_withdrawal(actor=proposer, at=at, key=key, after=latest.version, reason=reason)
    manager = replace(actor, role=Role.AGENCY_MANAGER, agency=latest.agency)
    return confirm_withdrawal(actor=manager, at=at, proposal_id=proposal.pk)
