"""The link by which a holder whose second factors were reset signs in and sets up a new one.

The link and the password together open the account, and only to the pages on which factors are set up. Before that the
session remembers which link was followed; the domain says whether it still works.
"""

from __future__ import annotations

from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from creditport.kernel.clock.clock import now
from creditport.kernel.factors.actions import finish_reset
from creditport.kernel.factors.queries import reset_of_link, unfinished
from creditport.kernel.identity.models import User

_FOLLOWED = "factor_reset"  # in the session: the number of the reset whose link was followed


@never_cache
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """Say what comes next; then lead to the sign-in. Whoever is signed in in this browser is signed out."""
    reset = reset_of_link(secret, now())
    if reset is None:
        return render(request, "account/link_ended.html", status=410)
    if request.method == "POST":
        logout(request)
        request.session[_FOLLOWED] = reset.pk
        return redirect("account_login")
    return render(request, "account/enrol.html", {"username": reset.holder, "until": reset.until})


def without_its_link(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse | None:
    """Refuse to open an account whose factors were reset, unless its link was followed and still works."""
    reset = unfinished(user.pk)
    if reset is None:
        request.session.pop(_FOLLOWED, None)
        return None
    if request.session.get(_FOLLOWED) == reset.pk and reset.until is not None and reset.until > now():
        return None
    clear_login(request)
    messages.error(
        request,
        _("The second factors of this account were reset. Sign in by the link that you were given, or ask again."),
    )
    return redirect("account_login")


def must_enrol(request: HttpRequest) -> bool:
    """Whether whoever signed in by such a link has not set up a factor yet."""
    return _FOLLOWED in request.session


def enrolled(request: HttpRequest, user: User) -> None:
    """A factor was set up: the link is used up, and the account is open again."""
    finish_reset(actor=user.actor, at=now(), username=user.username)
    request.session.pop(_FOLLOWED, None)
