"""The quick lane of checks: a well-formed question with a valid key is answered before Django's middleware is asked.

It holds no rule of its own: key, decision and body are those of the ordinary route, and a test holds the two equal.
Whatever is not plainly well-formed, permitted and known goes the ordinary way, which says in words what is wrong.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Any

from django.db import DatabaseError, connections
from pydantic import ValidationError

from creditport.consequences.refusals import RefusedError
from creditport.kernel.apikeys.queries import holder_of
from creditport.kernel.identity.actor import NotPermittedError
from creditport.sites.api.answers import JSON, Answer
from creditport.sites.api.lookup import Environ, StartResponse, Wsgi, send
from creditport.sites.api.metrics import count_call
from creditport.sites.api.views.checks import CheckAsked, check_body

PATH = "/api/v1/checks"
_MOST_BYTES = 4_096
_BEARER = "Bearer "
_ROUTE = "check"
_HEADERS = (("Content-Type", JSON), ("Cache-Control", "no-store"))


class QuickChecks:
    """The web application with the quick lane of checks in front."""

    def __init__(self, behind: Wsgi) -> None:
        self._behind = behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return self._behind(environ, start_response)
        begun = perf_counter()
        sent = _sent(environ)
        body = _answer(environ, sent) if sent else None
        if body is None:
            return self._behind(environ, start_response)
        count_call(_ROUTE, HTTPStatus.OK, perf_counter() - begun)
        return send(Answer(HTTPStatus.OK, _HEADERS, body), start_response)


def _sent(environ: Environ) -> bytes:
    """The body, put back for whoever reads it next; nothing where its length is not told or not small."""
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not length.isdecimal() or not 0 < int(length) <= _MOST_BYTES:
        return b""
    sent: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(sent)
    return sent


def _answer(environ: Environ, sent: bytes) -> bytes | None:
    """The body of the answer, or None: then the ordinary route says why not."""
    claimed: Any = environ.get("HTTP_AUTHORIZATION", "")
    if not claimed.startswith(_BEARER) or not str(environ.get("CONTENT_TYPE", "")).startswith("application/json"):
        return None
    try:
        asked = CheckAsked.model_validate_json(sent)
        holder = holder_of(claimed[len(_BEARER) :])
        return check_body(asked, holder.actor) if holder is not None else None
    except (ValidationError, RefusedError, NotPermittedError):
        return None
    except DatabaseError:
        connections["default"].close()  # the server was restarted, say: the ordinary route opens another
        return None
