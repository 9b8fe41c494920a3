"""Accounts of every role, and browsers that are signed in with them."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actions import create_staff
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User

MARKET = "hainan-market-regulation"
OTHER = "hainan-finance"
PASSWORD = "a-long-phrase-for-tests"
MADE_AT = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)

ROLES: dict[str, tuple[Role, str | None]] = {
    "reporter": (Role.REPORTER, MARKET),
    "reporter_other": (Role.REPORTER, OTHER),
    "manager": (Role.AGENCY_MANAGER, MARKET),
    "operator": (Role.PLATFORM_OPERATOR, None),
    "auditor": (Role.AUDITOR, None),
}


def staff(username: str, role: Role, agency: str | None = None) -> User:
    """An account of this role, with the tests' password."""
    return create_staff(
        actor=SYSTEM, at=MADE_AT, username=username, name=username, role=role, agency=agency, password=PASSWORD
    )


def every_role() -> dict[str, User]:
    """One account of each kind; the username is the kind."""
    return {name: staff(name, role, agency) for name, (role, agency) in ROLES.items()}


def signed_in(user: User) -> Client:
    """A browser with a session of this account."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
