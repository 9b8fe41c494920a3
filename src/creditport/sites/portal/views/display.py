"""Keeps how a visitor wants to see the pages."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from creditport.sites.display import COOKIE, COOKIE_AGE, display_of, parse_display


def choose(request: HttpRequest) -> HttpResponse:
    """Sets the theme or the type size that the address names and goes back to the page it came from."""
    chosen = display_of(request)
    if theme := request.GET.get("theme"):
        chosen = replace(chosen, theme=parse_display(theme).theme)
    if elder := request.GET.get("elder"):
        chosen = replace(chosen, elder=elder == "1")
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("portal:home")
    answer = HttpResponseRedirect(back)
    answer.set_cookie(
        COOKIE, str(chosen), max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return answer
