"""Who may do what with accounts and across agencies. Roles are apart: none is implied by another.

Three administrators, as the protection scheme for information systems asks: operators run the platform and
its accounts, agency managers answer for their own staff, auditors read the log and change nothing. Auditors
are appointed on the command line of the server only, so that no operator can make one.
"""

from __future__ import annotations

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import AccountKind, ActorKind, Role
from creditport.kernel.packs.registry import packs

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


def at_window(actor: Actor) -> bool:
    """Staff of an agency that keeps a service window: people come to them with their papers."""
    if actor.kind is not ActorKind.STAFF or actor.role not in _AGENCY_ROLES:
        return False
    agency = packs().agencies.get(actor.agency or "")
    return agency is not None and agency.window


def may_open_account(actor: Actor) -> bool:
    """Open an account for somebody who acts for a subject: operators, service windows, and the server."""
    return actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR or at_window(actor)


def may_close_account(actor: Actor, *, kind: AccountKind, role: Role | None, agency: str | None) -> bool:
    """Close and reopen: whoever manages the member of staff; operators alone for accounts of subjects."""
    if kind == AccountKind.SUBJECT:
        return actor.kind is ActorKind.SYSTEM or actor.role == Role.PLATFORM_OPERATOR
    return may_manage_staff(actor, role=role, agency=agency)


def may_give_link(actor: Actor, *, kind: AccountKind, role: Role | None, agency: str | None) -> bool:
    """Give a link for a new password: whoever manages the member of staff, or opens accounts of subjects."""
    if kind == AccountKind.SUBJECT:
        return may_open_account(actor)
    return may_manage_staff(actor, role=role, agency=agency)


def manages_staff(actor: Actor) -> bool:
    """Has any accounts to look after."""
    return actor.kind is ActorKind.SYSTEM or actor.role in {Role.PLATFORM_OPERATOR, Role.AGENCY_MANAGER}
