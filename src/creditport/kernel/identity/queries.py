"""Reads on staff accounts and their sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.access import may_manage_staff
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import PasswordLink, User

FAILURES_BEFORE_LOCK = 5
LOCK_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """An account as those who look after it see it."""

    username: str
    name: str
    role: Role
    agency: str
    active: bool
    last_sign_in: datetime | None


def staff_managed_by(actor: Actor) -> tuple[StaffMember, ...]:
    """The accounts this actor may manage, by agency and name; never their own."""
    users = User.objects.exclude(role="").exclude(username=actor.name).order_by("agency", "username")
    if actor.agency:
        users = users.filter(agency=actor.agency)
    return tuple(_member(user) for user in users if _manages(actor, user))


def actor_named(username: str) -> Actor | None:
    """The active account of this name as one who acts, for background work that goes on after a request."""
    user = User.objects.filter(username=username, is_active=True).first()
    return user.actor if user else None


def link_digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def open_link(secret: str, at: datetime) -> PasswordLink | None:
    """The link of this secret if it still works: not used, not replaced, not too old, of an account that is open."""
    found = PasswordLink.objects.select_related("account").filter(digest=link_digest(secret), ended_at__isnull=True)
    return found.filter(until__gt=at, account__is_active=True).first()


def locked_until(username: str, at: datetime) -> datetime | None:
    """When this account may try again after too many failures; None if it may now.

    Counted from the audit log, so that every process of every server counts the same.
    """
    tries = AuditEntry.objects.filter(
        object_kind="staff",
        object_id=username,
        act__in=["staff.sign-in", "staff.sign-in-failed", "staff.reset-password", "staff.use-link"],
        at__gt=at - LOCK_LASTS,
    )
    latest = list(tries.order_by("-id").values_list("act", "at")[:FAILURES_BEFORE_LOCK])
    failures = [instant for act, instant in latest if act == "staff.sign-in-failed"]
    if len(failures) < FAILURES_BEFORE_LOCK:
        return None
    return failures[0] + LOCK_LASTS


def _manages(actor: Actor, user: User) -> bool:
    return may_manage_staff(actor, role=Role(user.role), agency=user.agency)


def _member(user: User) -> StaffMember:
    return StaffMember(
        username=user.username,
        name=user.first_name,
        role=Role(user.role),
        agency=user.agency,
        active=user.is_active,
        last_sign_in=user.last_login,
    )
