"""Who gets through to a page of the office.

Every view stands behind `staff`; the authorisation matrix in tests/contracts holds each of them to it. Without a
sign-in one is asked for; with the wrong role the page is refused; another agency's objects do not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import Role
from creditport.kernel.identity.models import User

P = ParamSpec("P")
OfficeView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

REPORTING = frozenset({Role.REPORTER, Role.AGENCY_MANAGER, Role.PLATFORM_OPERATOR})
EVERYBODY = frozenset(Role)


def staff(roles: frozenset[Role] = EVERYBODY) -> Callable[[OfficeView[P]], View[P]]:
    """Let only these roles through, and hand the view the one who acts."""

    def guard(view: OfficeView[P]) -> View[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            if user.actor.role not in roles:
                raise PermissionDenied
            return view(request, user.actor, *args, **kwargs)

        return guarded

    return guard
