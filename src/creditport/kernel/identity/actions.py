"""Every change of an account, and every sign-in."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.access import may_manage_staff, may_open_account, needs_agency
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import AccountKind, Role
from creditport.kernel.identity.models import User
from creditport.kernel.packs.registry import packs


class StaffError(ValueError):
    """The account cannot be made or changed so; the message says why. Nothing was changed."""


class UsernameTakenError(StaffError):
    """There is an account of this name already."""


class UnknownAgencyError(StaffError):
    """No pack declares this agency, or the role and the agency do not go together."""


def _check_agency(role: Role, agency: str | None) -> None:
    if needs_agency(role) and agency not in packs().agencies:
        raise UnknownAgencyError(f"agency {agency!r} is in no pack: use an id from `creditport packs list`")
    if not needs_agency(role) and agency:
        raise UnknownAgencyError(f"a {role} belongs to no agency: leave the agency out")


def _managed(actor: Actor, username: str) -> User:
    """The account, locked, if this actor may change it; nobody changes their own."""
    user = User.objects.select_for_update().filter(username=username).first()
    role = Role(user.role) if user and user.role else None
    if user is None or actor.name == username or not may_manage_staff(actor, role=role, agency=user.agency):
        raise NotPermittedError(f"{actor.name} may not change the account {username}")
    return user


def _record(actor: Actor, at: datetime, act: str, username: str, details: dict[str, str]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="staff", object_id=username, details=details)


@transaction.atomic
def create_staff(
    *, actor: Actor, at: datetime, username: str, name: str, role: Role, agency: str | None, password: str
) -> User:
    """Make an account. `name` is what colleagues read; the password must pass the configured rules."""
    if not may_manage_staff(actor, role=role, agency=agency):
        raise NotPermittedError(f"{actor.name} may not create a {role} of {agency or 'the platform'}")
    _check_agency(role, agency)
    user = User(username=username, first_name=name, role=role, agency=agency or "", date_joined=at)
    _insert(user, password)
    _record(actor, at, "staff.create", username, {"role": role, "agency": agency or ""})
    return user


@transaction.atomic
def open_account(*, actor: Actor, at: datetime, username: str, name: str, password: str) -> User:
    """Make an account for somebody who acts for a subject; it may do nothing until a mandate is written down."""
    if not may_open_account(actor):
        raise NotPermittedError(f"{actor.name} may not open accounts")
    user = User(username=username, first_name=name, kind=AccountKind.SUBJECT, date_joined=at)
    _insert(user, password)
    record_act(actor=actor, at=at, act="account.open", object_kind="account", object_id=username)
    return user


def _insert(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise UsernameTakenError(f"the account name {user.username} is taken: choose another") from None


@transaction.atomic
def change_role(*, actor: Actor, at: datetime, username: str, role: Role, agency: str | None) -> User:
    """Give another role or agency. Allowed only if the actor may manage both the old and the new."""
    user = _managed(actor, username)
    if not may_manage_staff(actor, role=role, agency=agency):
        raise NotPermittedError(f"{actor.name} may not make {username} a {role} of {agency or 'the platform'}")
    _check_agency(role, agency)
    before = {"role_before": user.role, "agency_before": user.agency}
    user.role, user.agency = role, agency or ""
    user.save(update_fields=["role", "agency"])
    _record(actor, at, "staff.change-role", username, {**before, "role": role, "agency": agency or ""})
    return user


@transaction.atomic
def suspend_staff(*, actor: Actor, at: datetime, username: str, reason: str) -> User:
    """Close an account at once; sessions that are open end with their next request."""
    user = _managed(actor, username)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record(actor, at, "staff.suspend", username, {"reason": reason})
    return user


@transaction.atomic
def restore_staff(*, actor: Actor, at: datetime, username: str) -> User:
    """Open a suspended account again."""
    user = _managed(actor, username)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(actor, at, "staff.restore", username, {})
    return user


@transaction.atomic
def reset_password(*, actor: Actor, at: datetime, username: str, password: str) -> User:
    """Set a new password for someone who lost theirs; ends their open sessions."""
    user = _managed(actor, username)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _record(actor, at, "staff.reset-password", username, {})
    return user


@transaction.atomic
def record_sign_in(*, actor: Actor, at: datetime, method: str) -> None:
    """Note that a member of staff signed in; also ends the count of failures before it."""
    _record(actor, at, "staff.sign-in", actor.name, {"method": method})


@transaction.atomic
def record_sign_out(*, actor: Actor, at: datetime) -> None:
    """Note that a member of staff signed out."""
    _record(actor, at, "staff.sign-out", actor.name, {})


@transaction.atomic
def record_failed_sign_in(*, actor: Actor, at: datetime, username: str) -> None:
    """Note a failure. A name without an account is not kept: people type passwords into the wrong field."""
    known = User.objects.filter(username=username).exists()
    _record(actor, at, "staff.sign-in-failed", username if known else "unknown", {})


@transaction.atomic
def record_own_change(*, actor: Actor, at: datetime, what: str) -> None:
    """Note that someone changed their own password or second factors."""
    _record(actor, at, "staff.own-change", actor.name, {"what": what})
