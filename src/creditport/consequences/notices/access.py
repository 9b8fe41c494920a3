"""Who may make notices, serve them and read them."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_make(actor: Actor, agency: str) -> bool:
    """Make the documents and write down their service: staff of the deciding agency, operators, the system."""
    return actor.kind in {ActorKind.STAFF, ActorKind.SYSTEM} and actor.role != Role.AUDITOR and actor.acts_for(agency)


def may_read(actor: Actor, *, agency: str, subject_id: int | None) -> bool:
    """Whoever may make them, auditors, and the subject with those who act for it."""
    return may_make(actor, agency) or actor.role == Role.AUDITOR or actor.stands_for(subject_id)
