"""Pages for what went wrong: what happened, what it means, the next step; in both languages, without codes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import IntEnum

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


class Fault(IntEnum):
    """What can go wrong, by the answer's status."""

    BAD_REQUEST = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    TOO_MANY = 429
    BROKEN = 500
    UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """One error in one language, with the next step."""

    lang: str
    heading: str
    text: str
    next_step: str
    next_url: str


def _words(fault: Fault, language: str) -> ErrorWords:
    with override(language):
        heading, text = _texts(fault)
        return ErrorWords(
            lang="en" if language == "en" else "zh-Hans",
            heading=heading,
            text=text,
            next_step=_("Go to the home page and search"),
            next_url=reverse("portal:home"),
        )


def _texts(fault: Fault) -> tuple[str, str]:
    match fault:
        case Fault.BAD_REQUEST:
            return _("The address could not be understood"), _(
                "Part of the address or form is missing or damaged. Nothing was changed."
            )
        case Fault.FORBIDDEN:
            return _("This page is not open to you"), _(
                "It needs another role or a fresh sign-in. Reload the page before you send a form again."
            )
        case Fault.NOT_FOUND:
            return _("There is no such page"), _(
                "The address may be mistyped, or the information is no longer published because its term has ended."
            )
        case Fault.TOO_MANY:
            return _("Too many requests in a short time"), _(
                "Please wait a minute and try again. For large numbers use the published data feed."
            )
        case Fault.UNAVAILABLE:
            return _("The service is resting for a moment"), _(
                "The data cannot be reached just now. Nothing is lost; please try again in a minute."
            )
        case _:
            return _("Something went wrong on our side"), _(
                "The fault was recorded and will be looked at. Nothing you entered was passed on."
            )


def error_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of one fault, in the visitor's language with the other beneath."""
    language = get_language() or "zh-hans"
    context = {
        "error": _words(fault, language),
        "other": _words(fault, "zh-hans" if language == "en" else "en"),
    }
    return render(request, "errors/error.html", context, status=int(fault))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, Fault.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Also the answer to a failed CSRF check."""
    return error_page(request, Fault.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, Fault.NOT_FOUND)


def too_many(request: HttpRequest) -> HttpResponse:
    return error_page(request, Fault.TOO_MANY)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without the database and without the request: whatever broke may break again."""
    fault = Fault.UNAVAILABLE if isinstance(sys.exc_info()[1], OperationalError) else Fault.BROKEN
    context = {
        "error": _words(fault, "zh-hans"),
        "other": _words(fault, "en"),
        "stylesheet": static("built/site.css"),
    }
    return HttpResponse(render_to_string("errors/plain.html", context), status=int(fault))
