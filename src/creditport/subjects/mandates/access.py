"""Who may write down mandates, and end them."""

from __future__ import annotations

from creditport.kernel.identity.access import at_window
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.mandates.choices import Ground


def may_grant(actor: Actor, *, subject_id: int, ground: Ground) -> bool:
    """Operators and service windows, which saw the licence or the mandate; the subject for those who act for it.

    An agent or a counselling body gives nobody else a mandate: only whoever answers for the subject does.
    """
    if _sees_the_papers(actor):
        return True
    own = actor.kind is ActorKind.SUBJECT and actor.stands_for(subject_id)
    return own and ground is not Ground.LEGAL_REPRESENTATIVE


def may_end(actor: Actor, *, subject_id: int, account: str) -> bool:
    """Operators and service windows, the subject itself, and whoever holds the mandate and gives it back."""
    if _sees_the_papers(actor):
        return True
    if actor.kind is ActorKind.SUBJECT and actor.stands_for(subject_id):
        return True
    return actor.kind in {ActorKind.SUBJECT, ActorKind.COUNSEL} and actor.name == account


def may_see(actor: Actor, *, subject_id: int) -> bool:
    """See who acts for a subject, and the papers: whoever acts for it, operators, service windows and auditors."""
    return actor.stands_for(subject_id) or actor.role == Role.AUDITOR or _sees_the_papers(actor)


def _sees_the_papers(actor: Actor) -> bool:
    return actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR or at_window(actor)
