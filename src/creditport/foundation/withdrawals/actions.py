"""Every write of withdrawals by hand: proposed by one, confirmed or declined by another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from creditport.foundation.records.actions import NextVersion, RecordMovedOnError, in_turn, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals import access
from creditport.foundation.withdrawals.choices import Outcome
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs


class WithdrawalError(ValueError):
    """It cannot be proposed or decided so; nothing was changed."""


class AlreadyWithdrawnError(WithdrawalError):
    """The record is withdrawn already."""


class AlreadyProposedError(WithdrawalError):
    """A proposal for this record waits already."""


class AlreadyDecidedError(WithdrawalError):
    """Somebody decided on the proposal in between."""


class ReasonNeededError(WithdrawalError):
    """A withdrawal has its reason, and so has a refusal."""


@transaction.atomic
def propose_withdrawal(*, actor: Actor, at: datetime, key: UUID, after: int, reason: str) -> Withdrawal:
    """Propose to withdraw a record, of which version `after` was looked at. A second person confirms."""
    in_turn((key,))
    latest = Record.objects.filter(key=key).order_by("-version").first()
    if latest is None:
        raise Record.DoesNotExist(str(key))
    if not access.may_propose(actor, latest.agency):
        raise NotPermittedError(f"{actor.name} may not propose a withdrawal for {latest.agency}")
    if latest.state == RecordState.WITHDRAWN:
        raise AlreadyWithdrawnError(str(key))
    if latest.version != after:
        raise RecordMovedOnError(str(key))
    if not reason.strip():
        raise ReasonNeededError(str(key))
    _make_room(at, key, latest.version)
    made = Withdrawal.objects.create(
        record_key=key,
        record_version=latest.version,
        agency=latest.agency,
        reason=reason.strip()[:400],
        proposed_at=at,
        proposed_by=actor.name,
    )
    _record(actor, at, "withdrawal.propose", made, {"reason": made.reason})
    return made


def _make_room(at: datetime, key: UUID, version: int) -> None:
    """A proposal for an earlier version is overtaken; one for this version stands in the way."""
    waiting = Withdrawal.objects.filter(record_key=key, outcome="").first()
    if waiting is None:
        return
    if waiting.record_version == version:
        raise AlreadyProposedError(str(key))
    waiting.outcome, waiting.decided_at = Outcome.OVERTAKEN, at
    waiting.save(update_fields=["outcome", "decided_at"])


@transaction.atomic
def confirm_withdrawal(*, actor: Actor, at: datetime, proposal_id: int) -> Record:
    """Withdraw the record: it leaves the public site at once; the versions before it stay in the history."""
    proposal = _open(proposal_id)
    if not access.may_confirm(actor, proposal):
        raise NotPermittedError(f"{actor.name} may not confirm this withdrawal")
    change = NextVersion(
        cause=Cause.WITHDRAWN,
        reason=proposal.reason,
        rules=packs().version,
        state=RecordState.WITHDRAWN,
        shown=False,
    )
    written = write_version(actor=actor, at=at, key=proposal.record_key, after=proposal.record_version, change=change)
    _decide(actor, at, proposal, Outcome.CONFIRMED)
    _record(actor, at, "withdrawal.confirm", proposal, {"proposed_by": proposal.proposed_by})
    return written


@transaction.atomic
def decline_withdrawal(*, actor: Actor, at: datetime, proposal_id: int, reason: str) -> Withdrawal:
    """Leave the record as it is, and say why."""
    proposal = _open(proposal_id)
    if not access.may_decline(actor, proposal):
        raise NotPermittedError(f"{actor.name} may not decline this withdrawal")
    if not reason.strip():
        raise ReasonNeededError(str(proposal.record_key))
    proposal.decided_because = reason.strip()[:200]
    _decide(actor, at, proposal, Outcome.DECLINED)
    _record(actor, at, "withdrawal.decline", proposal, {"reason": proposal.decided_because})
    return proposal


def _open(proposal_id: int) -> Withdrawal:
    in_turn((Withdrawal.objects.get(pk=proposal_id).record_key,))  # in one order with proposing
    proposal = Withdrawal.objects.select_for_update().get(pk=proposal_id)
    if proposal.outcome:
        raise AlreadyDecidedError(str(proposal.record_key))
    return proposal


def _decide(actor: Actor, at: datetime, proposal: Withdrawal, outcome: Outcome) -> None:
    proposal.outcome, proposal.decided_at, proposal.decided_by = outcome, at, actor.name
    proposal.save(update_fields=["outcome", "decided_at", "decided_by", "decided_because"])


def _record(actor: Actor, at: datetime, act: str, proposal: Withdrawal, details: dict[str, str]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="record", object_id=str(proposal.record_key), details=details)
