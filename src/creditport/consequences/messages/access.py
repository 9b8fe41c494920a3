"""Who reads which messages."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_read_of_subject(actor: Actor, subject_id: int) -> bool:
    """The subject, or who acts for it by mandate."""
    return actor.stands_for(subject_id)


def is_superior(actor: Actor) -> bool:
    """Managers, of their agency; operators, of the platform."""
    return actor.kind is ActorKind.STAFF and actor.role in {Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_read_of_account(actor: Actor, account: str) -> bool:
    """Its holder alone."""
    return actor.kind in {ActorKind.STAFF, ActorKind.SUBJECT} and actor.name == account
