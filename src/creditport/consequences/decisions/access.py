"""Who may ask what applies to a subject, and see what was answered."""

from __future__ import annotations

from creditport.consequences.decisions.models import Decision
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_ASKING = {Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_ask(actor: Actor) -> bool:
    """Staff of agencies, operators and the system. Auditors read; subjects have their own pages."""
    return actor.kind is ActorKind.SYSTEM or (actor.kind is ActorKind.STAFF and actor.role in _ASKING)


def may_see_decision(actor: Actor, decision: Decision) -> bool:
    """Whoever belongs to the agency that asked, operators, auditors, the system; the subject itself."""
    if actor.kind is ActorKind.SYSTEM or actor.role in {Role.AUDITOR, Role.PLATFORM_OPERATOR}:
        return True
    if actor.stands_for(decision.subject_id):
        return True
    return actor.kind is ActorKind.STAFF and bool(decision.agency) and actor.agency == decision.agency
