"""Who may give out and end an agency's keys."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_manage_keys(actor: Actor, agency: str) -> bool:
    """The platform's operators, the system, and the agency's own managers."""
    if actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR:
        return True
    return actor.role == Role.AGENCY_MANAGER and actor.agency == agency
