"""Keys of agencies' systems: `Authorization: Bearer cp_…`."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from creditport.kernel.apikeys.queries import KeyHolder, holder_of


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
