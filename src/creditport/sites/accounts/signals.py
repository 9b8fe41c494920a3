"""allauth tells of second factors and outside accounts only by signals; they end in the audit log."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver
from django.http import HttpRequest

from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actions import record_failed_sign_in, record_own_change
from creditport.kernel.identity.actor import PUBLIC
from creditport.kernel.identity.models import User
from creditport.sites.accounts.enrol import enrolled


@receiver(authenticator_added)
def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    record_own_change(actor=user.actor, at=now(), what=f"added {authenticator.type}")
    enrolled(request, user)


@receiver(authenticator_removed)
def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    record_own_change(actor=user.actor, at=now(), what=f"removed {authenticator.type}")


@receiver(authentication_failed)
def _failed(user: User, **_: Any) -> None:
    record_failed_sign_in(actor=PUBLIC, at=now(), username=user.username)


@receiver(social_account_added)
def _connected(sociallogin: Any, **_: Any) -> None:
    record_own_change(actor=sociallogin.user.actor, at=now(), what="connected an outside account")


@receiver(social_account_removed)
def _disconnected(socialaccount: Any, **_: Any) -> None:
    record_own_change(actor=socialaccount.user.actor, at=now(), what="disconnected an outside account")
