"""The quick lane of the search: a well-formed question is answered before Django's middleware is asked.

It holds no rule of its own: search and body are those of the ordinary route, and a test holds the two equal. Whatever
is not plainly well-formed goes the ordinary way, which says in words what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from time import perf_counter
from urllib.parse import parse_qsl

from django.db import DatabaseError, connections

from creditport.sites.api.answers import JSON, Answer
from creditport.sites.api.lookup import Environ, StartResponse, Wsgi, send
from creditport.sites.api.metrics import count_call
from creditport.sites.api.views.subjects import LONGEST_QUESTION, MOST_FOUND, USUALLY_FOUND, found_body
from creditport.subjects.register.queries import search

PATH = "/api/v1/subjects"
_ROUTE = "search"


class QuickSearch:
    """The web application with the quick lane of the search in front."""

    def __init__(self, behind: Wsgi) -> None:
        self._behind = behind

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
            return self._behind(environ, start_response)
        begun = perf_counter()
        body = _answer(str(environ.get("QUERY_STRING", "")))
        if body is None:
            return self._behind(environ, start_response)
        count_call(_ROUTE, HTTPStatus.OK, perf_counter() - begun)
        return send(Answer(HTTPStatus.OK, (("Content-Type", JSON),), body), start_response)


def _answer(query: str) -> bytes | None:
    """The body of the answer, or None: then the ordinary route says why not."""
    asked = _asked(query)
    if asked is None:
        return None
    try:
        return found_body(search(asked[0], limit=asked[1]))
    except DatabaseError:
        connections["public"].close()  # the server was restarted, say: the ordinary route opens another
        return None


def _asked(query: str) -> tuple[str, int] | None:
    """Question and limit; None unless each is told once at most, and well."""
    try:
        parts = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=2)
    except ValueError:
        return None
    told = dict(parts)
    if len(told) != len(parts) or "q" not in told or told.keys() - {"q", "limit"}:
        return None
    question, limit = told["q"], told.get("limit", str(USUALLY_FOUND))
    if len(question) > LONGEST_QUESTION or not (limit.isascii() and limit.isdecimal() and len(limit) <= 3):
        return None
    return (question, int(limit)) if 1 <= int(limit) <= MOST_FOUND else None
