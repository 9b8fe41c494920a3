"""Who may do what in repair; who may decide is said by the desks of the case type."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role


def may_state_duty(actor: Actor, agency: str) -> bool:
    """Say how far a duty is: the agency that decided, and the platform where a treasury's file comes in."""
    return actor.role != Role.AUDITOR and actor.acts_for(agency)


def may_apply(actor: Actor, *, subject_id: int, agency: str) -> bool:
    """Ask for a repair: the subject, its counselling body, or an officer at a window for one who came in."""
    if actor.stands_for(subject_id):
        return True
    return actor.kind is ActorKind.STAFF and actor.role != Role.AUDITOR and actor.acts_for(agency)


def may_see_standing(actor: Actor, *, subject_id: int, agency: str) -> bool:
    """See what may be repaired of a subject, record by record."""
    return may_apply(actor, subject_id=subject_id, agency=agency) or actor.role == Role.AUDITOR


def is_the_daily_work(actor: Actor) -> bool:
    """Only the system runs passes over everybody's records."""
    return actor.kind is ActorKind.SYSTEM
