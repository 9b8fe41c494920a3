"""Who may do what with accounts and across agencies. Roles are apart: none is implied by another.

Three administrators, as the protection scheme for information systems asks: operators run the platform and
its accounts, agency managers answer for their own staff, auditors read the log and change nothing. Auditors
are appointed on the command line of the server only, so that no operator can make one.
"""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role

_AGENCY_ROLES = frozenset({Role.REPORTER, Role.AGENCY_MANAGER})


def needs_agency(role: Role) -> bool:
    """Reporters and managers belong to one agency; operators and auditors to none."""
    return role in _AGENCY_ROLES


def may_see_agency(actor: Actor, agency: str) -> bool:
    """See what this agency sent: its own staff, operators, and auditors (who only read)."""
    return actor.role == Role.AUDITOR or actor.acts_for(agency)


def sees_all_agencies(actor: Actor) -> bool:
    """True for those whose work spans agencies."""
    return actor.kind is ActorKind.SYSTEM or actor.role in {Role.PLATFORM_OPERATOR, Role.AUDITOR}


def may_read_audit(actor: Actor) -> bool:
    """Only auditors, and the command line of the server."""
    return actor.kind is ActorKind.SYSTEM or actor.role == Role.AUDITOR


def may_manage_staff(actor: Actor, *, role: Role | None, agency: str | None) -> bool:
    """Create, suspend or change an account of this role and agency.

    An account without a role (None) is the server's alone. Operators never touch auditors or operators.
    """
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.role == Role.PLATFORM_OPERATOR:
        return role in _AGENCY_ROLES
    return actor.role == Role.AGENCY_MANAGER and role == Role.REPORTER and actor.agency == agency


def may_open_account(actor: Actor) -> bool:
    """Open an account for somebody who acts for a subject: the platform's operators, and the server."""
    return actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR


def manages_staff(actor: Actor) -> bool:
    """Has any accounts to look after."""
    return actor.kind is ActorKind.SYSTEM or actor.role in {Role.PLATFORM_OPERATOR, Role.AGENCY_MANAGER}
