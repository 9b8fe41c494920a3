"""The quick lane: a look-up by code is answered before Django is asked, with the same bytes.

It holds no rule of its own: the statement is the publicity's (`subject_lookup.sql`), run as the public role on a
connection per thread, prepared once; `answers` makes the answer, for the ordinary route too, and a test holds the two
equal. The limit of calls covers every address of the interface. Whatever the lane cannot do, Django does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Any

import psycopg
from django.conf import settings

from creditport.kernel.statements.statements import statement
from creditport.sites.api.answers import Answer, lookup_answer
from creditport.sites.api.limits import RateLimit, callers_of
from creditport.sites.api.metrics import ACCESSES, CALLS, count_call
from creditport.sites.api.problems import CONTENT_TYPE, Problem, problem_body

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

PREFIX = "/api/v1/"
_SUBJECT = re.compile(rf"{PREFIX}subjects/([0-9A-HJ-NPQRTUWXY]{{18}})")
_NAME = b"lookup"
_ROUTE = "subject"
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Lookup:
    """The prepared statement, on one connection per thread."""

    def __init__(self) -> None:
        self._local = threading.local()
        text = statement("foundation.publicity", "subject_lookup").replace("%(uscc)s", "$1")
        self._text = text.encode()

    def body(self, code: str) -> bytes | None:
        """The JSON of this subject, or None. Raises psycopg.Error if the database cannot be reached."""
        try:
            return self._ask(code)
        except psycopg.OperationalError:
            self._local.connection = None  # the server was restarted: once more on a new connection
            return self._ask(code)

    def _ask(self, code: str) -> bytes | None:
        connection = getattr(self._local, "connection", None) or self._connect()
        result = connection.pgconn.exec_prepared(_NAME, [code.encode()])
        if result.status != psycopg.pq.ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(connection.pgconn.get_error_message())
        return result.get_value(0, 0) if result.ntuples else None

    def _connect(self) -> psycopg.Connection[Any]:
        given = settings.DATABASES["public"]
        options = {key: value for key, value in given["OPTIONS"].items() if key != "options"}
        generic = given["OPTIONS"].get("options", "").replace("force_custom_plan", "force_generic_plan")
        connection = psycopg.connect(
            dbname=given["NAME"],
            user=given["USER"],
            password=given["PASSWORD"],
            host=given["HOST"],
            port=given["PORT"],
            options=generic,
            autocommit=True,
            connect_timeout=5,
            **options,
        )
        result = connection.pgconn.prepare(_NAME, self._text)
        if result.status != psycopg.pq.ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(connection.pgconn.get_error_message())
        self._local.connection = connection
        return connection


class QuickLane:
    """The web application with the quick lane in front."""

    def __init__(self, behind: Wsgi, limit: RateLimit, lookup: Lookup | None = None) -> None:
        self._behind = behind
        self._limit = limit
        self._lookup = lookup or Lookup()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._behind(environ, start_response)
        wait = max(map(self._limit.wait_of, callers_of(environ)), default=0)
        if wait:
            return send(_too_many(path, wait), start_response)
        code = _SUBJECT.fullmatch(path)
        if code is None or environ["REQUEST_METHOD"] != "GET":
            return self._behind(environ, start_response)
        answer = self._answer(code.group(1), environ, path)
        return self._behind(environ, start_response) if answer is None else send(answer, start_response)

    def _answer(self, code: str, environ: Environ, path: str) -> Answer | None:
        begun = perf_counter()
        try:
            body = self._lookup.body(code)
        except psycopg.Error:
            return None  # the ordinary route says it in words
        answer = lookup_answer(body, environ.get("HTTP_IF_NONE_MATCH", ""), path)
        count_lookup(answer.status, body is not None, perf_counter() - begun)
        return answer


def count_lookup(status: int, found: bool, seconds: float) -> None:
    """Every look-up is counted, on both ways."""
    count_call(_ROUTE, status, seconds)
    ACCESSES.labels("yes" if found else "no").inc()


def _too_many(path: str, wait: int) -> Answer:
    CALLS.labels("limited", "429").inc()
    headers = (("Content-Type", CONTENT_TYPE), ("Retry-After", str(wait)))
    return Answer(429, headers, problem_body(Problem.TOO_MANY, path))


def send(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    """Give an answer to the web server."""
    headers = [*answer.headers, ("X-Content-Type-Options", "nosniff")]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        headers.append(("Content-Length", str(len(answer.body))))
    start_response(_STATUS[answer.status], headers)
    return [answer.body] if answer.body else []
