"""Keys of agencies' systems (`Authorization: Bearer cp_…`), and sessions of staff where a page calls the interface."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth
from ninja.utils import check_csrf

from creditport.kernel.apikeys.queries import KeyHolder, holder_of
from creditport.kernel.identity.models import User
from creditport.sites.api.problems import Problem, ProblemError


class AgencyKey(HttpBearer):
    """Lets a call in that carries a valid key; the handler finds its holder in `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> KeyHolder | None:
        return holder_of(token)


def holder(request: HttpRequest) -> KeyHolder:
    """The holder of the key that let this call in."""
    found = getattr(request, "auth", None)
    if not isinstance(found, KeyHolder):
        raise TypeError("this handler needs auth=AgencyKey()")
    return found


class StaffOfAgency(SessionAuth):
    """A member of staff who is signed in; the page that asks sends the form's token with it.

    Who is not signed in is asked for a key, as any program is: the token is looked at only where a session would count.
    """

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = request.user
        if not isinstance(user, User) or not user.role:
            return None
        if request.method != "GET" and check_csrf(request) is not None:
            raise ProblemError(Problem.NO_TOKEN)
        return user
