"""How allauth meets our accounts: sign-up is closed, failures lock, every sign-in is in the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actions import (
    record_failed_sign_in,
    record_own_change,
    record_sign_in,
    record_sign_out,
)
from creditport.kernel.identity.actor import PUBLIC
from creditport.kernel.identity.choices import AccountKind
from creditport.kernel.identity.models import User
from creditport.kernel.identity.queries import locked_until
from creditport.sites.accounts.enrol import without_its_link


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by those who manage staff, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is looked at, with the same words whether or not the account exists."""
        super().pre_authenticate(request, **credentials)
        if locked_until(credentials.get("username", ""), now()):
            raise self.validation_error("too_many_login_attempts")

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """After a reset of second factors an account opens by the link that was given, however else one signs in."""
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused or without_its_link(request, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_failed_sign_in(actor=PUBLIC, at=now(), username=credentials.get("username", ""))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, User):
            methods = sorted({record["method"] for record in get_authentication_records(request, user)})
            record_sign_in(actor=user.actor, at=now(), method=", ".join(methods))
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the office, or to the own pages of those who act for a subject."""
        if isinstance(request.user, User) and request.user.kind == AccountKind.SUBJECT:
            return reverse("my:home")
        return str(super().get_login_redirect_url(request))

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            record_sign_out(actor=request.user.actor, at=now())
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        super().set_password(user, password)
        if isinstance(user, User):
            record_own_change(actor=user.actor, at=now(), what="password")


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """An outside account signs nobody up; it must have been connected by its owner while signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
