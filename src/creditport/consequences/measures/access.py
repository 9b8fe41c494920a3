"""Who may apply measures, and load rules."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_APPLYING = {Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_apply(actor: Actor, agency: str) -> bool:
    """Staff of the agency and operators standing in, and the system itself; auditors never."""
    return (actor.kind is ActorKind.SYSTEM or actor.role in _APPLYING) and actor.acts_for(agency)


def may_end(actor: Actor, agency: str) -> bool:
    """Whoever may apply it may end it."""
    return may_apply(actor, agency)


def may_load_rules(actor: Actor) -> bool:
    """The server alone: rules come from the packs that are installed on it."""
    return actor.kind is ActorKind.SYSTEM


def may_see_measures(actor: Actor) -> bool:
    """Every member of staff: what applies to a subject is shared among agencies."""
    return actor.kind in {ActorKind.SYSTEM, ActorKind.STAFF}
