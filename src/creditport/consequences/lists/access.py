"""Who may act on entries."""

from __future__ import annotations

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.kernel.identity.access import may_see_agency
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


def may_make_statement(actor: Actor, entry: ListEntry) -> bool:
    """The subject itself or its counselling body, and whoever prepares the entry and takes down what was said."""
    return actor.stands_for(entry.subject_id) or may_prepare(actor, entry.agency)


def may_drop(actor: Actor, entry: ListEntry) -> bool:
    """What was only proposed is dropped by whoever may propose; what was put to the subject, by who decides."""
    return may_prepare(actor, entry.agency) if entry.state == EntryState.PROPOSED else may_decide(actor, entry.agency)


def may_see_entries(actor: Actor, agency: str) -> bool:
    """What an agency prepares: its own staff, operators, auditors."""
    return may_see_agency(actor, agency)
