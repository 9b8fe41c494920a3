"""Who may take part in the reset of whose second factors."""

from __future__ import annotations

from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.access import may_give_link
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import AccountKind, ActorKind, Role
from creditport.kernel.identity.models import User


def may_propose(actor: Actor, account: User) -> bool:
    """A person who looks after the account, and is not its holder. The server itself is no person."""
    role = Role(account.role) if account.role else None
    looks_after = may_give_link(actor, kind=AccountKind(account.kind), role=role, agency=account.agency)
    return looks_after and actor.kind is ActorKind.STAFF and actor.name != account.username


def may_confirm(actor: Actor, reset: FactorReset) -> bool:
    """Another person who might have proposed it."""
    return may_propose(actor, reset.account) and actor.name != reset.proposed_by


def may_decline(actor: Actor, reset: FactorReset) -> bool:
    """Whoever may confirm it, and the proposer."""
    return may_confirm(actor, reset) or actor.name == reset.proposed_by
