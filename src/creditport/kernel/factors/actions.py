"""Every write of resets: proposed by one, confirmed or declined by another, finished by the holder."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from creditport.kernel.audit.actions import record_act
from creditport.kernel.events.announcements import announce
from creditport.kernel.factors import access
from creditport.kernel.factors.choices import IdentityCheck, ResetOutcome
from creditport.kernel.factors.events import FactorsReset, ResetProposed
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.factors.queries import gave_password, open_proposal, unfinished
from creditport.kernel.identity.actions import LINK_HOLDS, GivenLink
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.models import User
from creditport.kernel.identity.queries import link_digest


class ResetError(ValueError):
    """It cannot be proposed or decided so; nothing was changed."""


class AlreadyProposedError(ResetError):
    """A reset of this account waits for a second person already."""


class AlreadyDecidedError(ResetError):
    """Somebody decided on the proposal in between."""


class ReasonNeededError(ResetError):
    """A reset has its reason, and so has a refusal."""


class NotTwoPeopleError(ResetError):
    """Whoever gave the link for the present password does not also give the link for the factor."""


@transaction.atomic
def propose_reset(*, actor: Actor, at: datetime, username: str, reason: str, identity: IdentityCheck) -> FactorReset:
    """Say that the holder lost the second factors, why, and how it is known that it is they. Nothing changes yet."""
    account = User.objects.select_for_update().filter(username=username).first()
    if account is None or not access.may_propose(actor, account):
        raise NotPermittedError(f"{actor.name} may not propose a reset for {username}")
    if not reason.strip():
        raise ReasonNeededError(username)
    if open_proposal(username) is not None:
        raise AlreadyProposedError(username)
    made = FactorReset.objects.create(
        account=account,
        holder=username,
        reason=reason.strip()[:400],
        identity=identity,
        proposed_at=at,
        proposed_by=actor.name,
    )
    _record(actor, at, "factors.propose", made, {"reason": made.reason, "identity": identity.value})
    announce(ResetProposed(actor=actor, at=at, reset_id=made.pk, account=username))
    return made


@transaction.atomic
def confirm_reset(*, actor: Actor, at: datetime, reset_id: int) -> GivenLink:
    """Take the factors away, end every session, and make the link by which the holder enrols anew."""
    reset = _open(reset_id)
    if not access.may_confirm(actor, reset):
        raise NotPermittedError(f"{actor.name} may not confirm the reset for {reset.holder}")
    if gave_password(reset.account_id) == actor.name:
        raise NotTwoPeopleError(reset.holder)
    given = GivenLink(secret=secrets.token_urlsafe(32), until=at + LINK_HOLDS)
    Authenticator.objects.filter(user_id=reset.account_id).delete()
    User.objects.filter(pk=reset.account_id).update(session_epoch=F("session_epoch") + 1)
    reset.digest, reset.until = link_digest(given.secret), given.until
    _decide(actor, at, reset, ResetOutcome.CONFIRMED)
    _record(actor, at, "factors.confirm", reset, {"proposed_by": reset.proposed_by, "until": given.until.isoformat()})
    announce(FactorsReset(actor=actor, at=at, reset_id=reset.pk, account=reset.holder))
    return given


@transaction.atomic
def decline_reset(*, actor: Actor, at: datetime, reset_id: int, reason: str) -> FactorReset:
    """Leave the account as it is, and say why."""
    reset = _open(reset_id)
    if not access.may_decline(actor, reset):
        raise NotPermittedError(f"{actor.name} may not decline the reset for {reset.holder}")
    if not reason.strip():
        raise ReasonNeededError(reset.holder)
    reset.decided_because = reason.strip()[:200]
    _decide(actor, at, reset, ResetOutcome.DECLINED)
    _record(actor, at, "factors.decline", reset, {"reason": reset.decided_because})
    return reset


@transaction.atomic
def finish_reset(*, actor: Actor, at: datetime, username: str) -> bool:
    """The holder set up a new factor: the link is used up. False if no reset was unfinished."""
    account = User.objects.select_for_update().get(username=username)
    reset = unfinished(account.pk)
    if reset is None:
        return False
    if actor.name != username:
        raise NotPermittedError(f"{actor.name} does not set up factors for {username}")
    reset.enrolled_at = at
    reset.save(update_fields=["enrolled_at"])
    _record(actor, at, "factors.enrol", reset, {})
    return True


def _open(reset_id: int) -> FactorReset:
    """The proposal with its account, both locked in the order in which proposing locks them."""
    found = FactorReset.objects.get(pk=reset_id)
    User.objects.select_for_update().get(pk=found.account_id)
    reset = FactorReset.objects.select_for_update(of=("self",)).select_related("account").get(pk=reset_id)
    if reset.outcome:
        raise AlreadyDecidedError(reset.holder)
    return reset


def _decide(actor: Actor, at: datetime, reset: FactorReset, outcome: ResetOutcome) -> None:
    reset.outcome, reset.decided_at, reset.decided_by = outcome, at, actor.name
    reset.save(update_fields=["outcome", "decided_at", "decided_by", "decided_because", "digest", "until"])


def _record(actor: Actor, at: datetime, act: str, reset: FactorReset, details: dict[str, str]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="staff", object_id=reset.holder, details=details)
