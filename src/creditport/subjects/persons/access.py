"""Who may open an access to persons' rows. A purpose and a ground are needed besides; the database asks for them."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_open_access(actor: Actor, subject_id: int | None) -> bool:
    """The system and staff for what their purpose needs; whoever stands for a person, for that person alone."""
    return actor.kind in {ActorKind.SYSTEM, ActorKind.STAFF} or actor.stands_for(subject_id)


def may_read_accesses(actor: Actor, subject_id: int | None) -> bool:
    """Auditors see every opening; a person, or who stands for it, those about itself."""
    return (actor.kind is ActorKind.STAFF and actor.role == Role.AUDITOR) or actor.stands_for(subject_id)
