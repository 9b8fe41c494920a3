"""Who may see how recipients follow."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_acknowledge(actor: Actor) -> bool:
    """Acknowledge for a recipient: the holder of its key."""
    return actor.kind is ActorKind.STAFF and actor.role == Role.REPORTER and actor.agency is not None


def may_see_followers(actor: Actor) -> bool:
    """See in detail who has acknowledged what: operators and auditors; the names of laggards are public."""
    return actor.kind is ActorKind.SYSTEM or actor.role in {Role.PLATFORM_OPERATOR, Role.AUDITOR}
