"""Every change of an account, and every sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from creditport.kernel.audit.actions import record_act
from creditport.kernel.identity.access import (
    may_close_account,
    may_give_link,
    may_manage_staff,
    may_open_account,
    needs_agency,
)
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import AccountKind, Role
from creditport.kernel.identity.models import PasswordLink, User
from creditport.kernel.identity.queries import link_digest, open_link
from creditport.kernel.packs.registry import packs


class StaffError(ValueError):
    """The account cannot be made or changed so; the message says why. Nothing was changed."""


class UsernameTakenError(StaffError):
    """There is an account of this name already."""


class LinkEndedError(StaffError):
    """The link was used, replaced or is too old: ask for another."""


LINK_HOLDS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class GivenLink:
    """The secret of a link, shown once and kept nowhere."""

    secret: str
    until: datetime


class UnknownAgencyError(StaffError):
    """No pack declares this agency, or the role and the agency do not go together."""


def _check_agency(role: Role, agency: str | None) -> None:
    if needs_agency(role) and agency not in packs().agencies:
        raise UnknownAgencyError(f"agency {agency!r} is in no pack: use an id from `creditport packs list`")
    if not needs_agency(role) and agency:
        raise UnknownAgencyError(f"a {role} belongs to no agency: leave the agency out")


def _managed(actor: Actor, username: str) -> User:
    """The account, locked, if this actor may change it; nobody changes their own."""
    user = _locked(actor, username)
    if not may_manage_staff(actor, role=_role(user), agency=user.agency):
        raise NotPermittedError(f"{actor.name} may not change the account {username}")
    return user


def _closable(actor: Actor, username: str) -> User:
    user = _locked(actor, username)
    if not may_close_account(actor, kind=AccountKind(user.kind), role=_role(user), agency=user.agency):
        raise NotPermittedError(f"{actor.name} may not close the account {username}")
    return user


def _locked(actor: Actor, username: str) -> User:
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None or actor.name == username:
        raise NotPermittedError(f"{actor.name} may not change the account {username}")
    return user


def _role(user: User) -> Role | None:
    return Role(user.role) if user.role else None


def _record(actor: Actor, at: datetime, act: str, username: str, details: dict[str, str]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="staff", object_id=username, details=details)


@transaction.atomic
def create_staff(
    *,
    actor: Actor,
    at: datetime,
    username: str,
    name: str,
    role: Role,
    agency: str | None,
    password: str | None = None,
) -> User:
    """Make an account. `name` is what colleagues read; without a password, its holder sets one by a link."""
    if not may_manage_staff(actor, role=role, agency=agency):
        raise NotPermittedError(f"{actor.name} may not create a {role} of {agency or 'the platform'}")
    _check_agency(role, agency)
    user = User(username=username, first_name=name, role=role, agency=agency or "", date_joined=at)
    _insert(user, password)
    _record(actor, at, "staff.create", username, {"role": role, "agency": agency or ""})
    return user


@transaction.atomic
def open_account(*, actor: Actor, at: datetime, username: str, name: str, password: str | None = None) -> User:
    """Make an account for somebody who acts for a subject; it may do nothing until a mandate is written down."""
    if not may_open_account(actor):
        raise NotPermittedError(f"{actor.name} may not open accounts")
    user = User(username=username, first_name=name, kind=AccountKind.SUBJECT, date_joined=at)
    _insert(user, password)
    record_act(actor=actor, at=at, act="account.open", object_kind="account", object_id=username)
    return user


def _insert(user: User, password: str | None) -> None:
    if password is not None:
        validate_password(password, user)
    user.set_password(password)  # None: no password opens it
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
    user = _closable(actor, username)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record(actor, at, "staff.suspend", username, {"reason": reason})
    return user


@transaction.atomic
def restore_staff(*, actor: Actor, at: datetime, username: str) -> User:
    """Open a suspended account again."""
    user = _closable(actor, username)
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
def give_link(*, actor: Actor, at: datetime, username: str) -> GivenLink:
    """A link by which the holder sets a new password. The old password, open sessions and earlier links end at once."""
    user = _locked(actor, username)
    if not may_give_link(actor, kind=AccountKind(user.kind), role=_role(user), agency=user.agency):
        raise NotPermittedError(f"{actor.name} may not give a link for the account {username}")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user.links.filter(ended_at__isnull=True).update(ended_at=at)
    given = GivenLink(secret=secrets.token_urlsafe(32), until=at + LINK_HOLDS)
    PasswordLink.objects.create(
        account=user, digest=link_digest(given.secret), given_at=at, given_by=actor.name, until=given.until
    )
    _record(actor, at, "staff.give-link", username, {"until": given.until.isoformat()})
    return given


@transaction.atomic
def use_link(*, actor: Actor, at: datetime, secret: str, password: str) -> User:
    """Set the password of the account that the link is for. The link is then used up."""
    found = open_link(secret, at)
    link = (
        PasswordLink.objects.select_for_update().filter(pk=found.pk, ended_at__isnull=True).first() if found else None
    )
    if link is None:
        raise LinkEndedError("the link was used, replaced or is too old")
    user = User.objects.select_for_update().get(pk=link.account_id)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    link.ended_at = at
    link.save(update_fields=["ended_at"])
    _record(actor, at, "staff.use-link", user.username, {})
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
