"""Who sits at which desk, and who may do what to a case."""

from __future__ import annotations

from creditport.engines.cases.models import Case
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseAct, CaseType, Pause


def sits_at(actor: Actor, desk_id: str, *, agency: str, subject_id: int | None) -> bool:
    """Whether this actor does the work of that desk, for a case of this agency and subject.

    The system sits at every desk. Nobody sits at two that check each other: an auditor sits at none, an operator not
    at the desk of an agency.
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    desk = packs().desks[desk_id]
    match desk.kind:
        case "subject":
            return actor.kind is ActorKind.SUBJECT and actor.stands_for(subject_id)
        case "counsel":
            return actor.kind is ActorKind.COUNSEL and actor.stands_for(subject_id)
        case "case-agency":
            return _staff(actor, desk.roles) and bool(agency) and actor.agency == agency
        case "named-agency":
            return _staff(actor, desk.roles) and actor.agency == desk.agency
        case "role":
            return _staff(actor, desk.roles)


def _staff(actor: Actor, roles: tuple[str, ...]) -> bool:
    return actor.kind is ActorKind.STAFF and actor.role is not None and str(actor.role) in roles


def may_open(actor: Actor, kind: CaseType, *, agency: str, subject_id: int | None) -> bool:
    """Open a case of this type."""
    return any(sits_at(actor, desk, agency=agency, subject_id=subject_id) for desk in kind.opened_by)


def may_act(actor: Actor, case: Case, act: CaseAct, desk: str) -> bool:
    """Do this act on the case: sit at a desk that the act names, else at that of the step, in a role it allows."""
    sits = any(sits_at(actor, d, agency=case.agency, subject_id=case.subject_id) for d in act.desks or (desk,))
    return sits and _role_allowed(actor, act.roles)


def _role_allowed(actor: Actor, roles: tuple[str, ...]) -> bool:
    """`roles` narrows staff; the system, and who acts for a subject, have no role."""
    return actor.kind is not ActorKind.STAFF or not roles or str(actor.role) in roles


def may_pause(actor: Actor, case: Case, pause: Pause) -> bool:
    """Suspend, resume or extend: staff of the desk of the case, or of its agency, in a role that the pack names."""
    if not case.desk or actor.kind is not ActorKind.STAFF or str(actor.role) not in pause.roles:
        return False
    return actor.role == Role.PLATFORM_OPERATOR or sits_at(
        actor, case.desk, agency=case.agency, subject_id=case.subject_id
    )


def may_see(actor: Actor, case: Case) -> bool:
    """See a case and its documents: the subject, its counselling body, the agency, the platform, the auditors."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.stands_for(case.subject_id):
        return told_to_subject(case)
    if actor.kind is not ActorKind.STAFF:
        return False
    if actor.role in {Role.PLATFORM_OPERATOR, Role.AUDITOR}:
        return True
    named = packs().desks.get(case.desk)
    return actor.agency is not None and actor.agency in {case.agency, named.agency if named else None}


def told_to_subject(case: Case) -> bool:
    """Whether the subject knows of the case: not while it stands at an internal step, nor if it ended there."""
    step = packs().case_type(case.type_id, case.opened_on).step(case.step)
    return not step.internal


def may_attach(actor: Actor, case: Case) -> bool:
    """Add a document: who may see the case and works on it, or whom it is about; auditors only read."""
    return actor.role != Role.AUDITOR and may_see(actor, case)
