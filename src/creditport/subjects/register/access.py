"""Who may change the register by hand."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_keep_register(actor: Actor) -> bool:
    """The system (what agencies report) and the platform's operators."""
    return actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR
