"""Ends sessions of staff that stand idle, and asks for a second factor where that is the rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from creditport.kernel.clock.clock import now
from creditport.sites.accounts.enrol import must_enrol

_LAST_SEEN = "last_seen_at"
INTERFACE = "/api/"
_WRITE_EVERY = timedelta(minutes=1)


class StaffSession:
    """For signed-in requests: idle time-out, then the second factor where one must be set up first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        program = request.path.startswith(INTERFACE)  # a program follows no redirection to a page
        if self._is_idle(request):
            if program:
                logout(request)
                return self.get_response(request)
            return _signed_out(request)
        wanted = must_enrol(request) or (settings.REQUIRE_MFA and not is_mfa_enabled(request.user))
        if wanted and not _is_accounts(request):
            if program:
                return HttpResponseForbidden()
            messages.warning(request, _("Set up a second factor before you go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_idle(self, request: HttpRequest) -> bool:
        at = now()
        seen = request.session.get(_LAST_SEEN)
        last = datetime.fromisoformat(seen) if seen else at
        if at - last > timedelta(minutes=settings.SESSION_IDLE_MINUTES):
            return True
        # A page that polls by itself is nobody's presence.
        if not seen or (at - last > _WRITE_EVERY and "X-Waiting" not in request.headers):
            request.session[_LAST_SEEN] = at.isoformat()
        return False


def _is_accounts(request: HttpRequest) -> bool:
    return "/accounts/" in request.path or request.path.endswith("/i18n/setlang/")


def _signed_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    text = _("You were signed out after %(minutes)d minutes without activity.")
    messages.info(request, text % {"minutes": settings.SESSION_IDLE_MINUTES})
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
