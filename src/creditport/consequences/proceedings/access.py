"""Who may note that an act is contested, and what becomes of it."""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.packs.registry import packs

_NOTING = {Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}
_RULING = {Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR}


def may_note(actor: Actor, agency: str, kind: str = "") -> bool:
    """Staff and systems of the agency that made the act, operators standing in, and the platform itself; systems of who
    hears such proceedings. `kind` is left blank where none is chosen yet: then nobody is asked for as who hears it.
    """
    noting = (actor.kind is ActorKind.SYSTEM or actor.role in _NOTING) and actor.acts_for(agency)
    return noting or hears(actor, kind)


def may_rule(actor: Actor, agency: str, kind: str = "") -> bool:
    """Enter what the body ordered: managers and systems of that agency, operators standing in, and the platform;
    systems of who hears such proceedings.
    """
    ruling = actor.kind is ActorKind.SYSTEM or actor.by_key or actor.role in _RULING
    return (ruling and actor.acts_for(agency)) or hears(actor, kind)


def hears(actor: Actor, kind: str) -> bool:
    """A system of the agency that reports what happens before such bodies, about acts of every agency."""
    declared = packs().agencies.get(actor.agency or "") if actor.by_key else None
    return declared is not None and kind in declared.hears


def is_system(actor: Actor) -> bool:
    """The platform, or a system with a key: what it says is its agency's word, and no single person's."""
    return actor.kind is ActorKind.SYSTEM or actor.by_key


def may_see(actor: Actor, *, subject_id: int, agency: str) -> bool:
    """Staff of the agency, operators, auditors; the subject itself."""
    if actor.kind is ActorKind.SYSTEM or actor.stands_for(subject_id):
        return True
    return actor.kind is ActorKind.STAFF and (actor.role == Role.AUDITOR or actor.acts_for(agency))
