"""Who may act on entries."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_PREPARING = {Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}
_DECIDING = {Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_prepare(actor: Actor, agency: str) -> bool:
    """Propose, note the service of a notice and a statement: staff of the deciding agency."""
    return (actor.kind is ActorKind.SYSTEM or actor.role in _PREPARING) and actor.acts_for(agency)


def may_decide(actor: Actor, agency: str) -> bool:
    """Decide, put in force, remove, annul: the managers of the deciding agency, operators standing in."""
    return (actor.kind is ActorKind.SYSTEM or actor.role in _DECIDING) and actor.acts_for(agency)
