"""Who may note that an act is contested, and what becomes of it."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_NOTING = {Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}
_RULING = {Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_note(actor: Actor, agency: str) -> bool:
    """Staff of the agency that made the act, operators standing in, and the system."""
    return (actor.kind is ActorKind.SYSTEM or actor.role in _NOTING) and actor.acts_for(agency)


def may_rule(actor: Actor, agency: str) -> bool:
    """Enter what the body ordered: the managers of that agency, operators standing in, and the system."""
    return (actor.kind is ActorKind.SYSTEM or actor.role in _RULING) and actor.acts_for(agency)


def may_see(actor: Actor, *, subject_id: int, agency: str) -> bool:
    """Staff of the agency, operators, auditors; the subject itself."""
    if actor.kind is ActorKind.SYSTEM or actor.stands_for(subject_id):
        return True
    return actor.kind is ActorKind.STAFF and (actor.role == Role.AUDITOR or actor.acts_for(agency))
