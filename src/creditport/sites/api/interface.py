"""The interface as a whole: its parts, its documents, and how every failure gets its one shape."""

from __future__ import annotations

import logging

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Swagger
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import BaseRenderer

from creditport.kernel.identity.actor import NotPermittedError
from creditport.sites.api.problems import Problem, ProblemError, Told, problem_response
from creditport.sites.api.views import (
    catalogue,
    checks,
    checks_more,
    notices,
    proceedings,
    publicity,
    subjects,
    submissions,
)

_log = logging.getLogger("creditport.api")


class OrjsonRenderer(BaseRenderer):
    """Quick, and Chinese text stays as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: object, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


api = NinjaAPI(
    title="CreditPort 诚信港",
    version="1",
    description=(
        "信用中国（海南）的公开查询与机构报送接口。\n\n"
        "Public look-up and agencies' reporting for Credit China (Hainan)."
    ),
    urls_namespace="api",
    renderer=OrjsonRenderer(),
    docs=Swagger(settings={"persistAuthorization": True}),
    docs_url="/docs",
)
api.add_router("", subjects.router)
api.add_router("", publicity.router)
api.add_router("", catalogue.router)
api.add_router("", submissions.router)
api.add_router("", checks.router)
api.add_router("", checks_more.router)
api.add_router("", notices.router)
api.add_router("", proceedings.router)

_BY_KIND: tuple[tuple[type[Exception], Problem], ...] = (
    (AuthenticationError, Problem.NO_KEY),
    (NotPermittedError, Problem.NOT_PERMITTED),
    (Http404, Problem.NOT_FOUND),
    (MultiPartParserError, Problem.BAD_REQUEST),
    (RequestDataTooBig, Problem.BAD_REQUEST),
    (SuspiciousOperation, Problem.BAD_REQUEST),
    (UnicodeDecodeError, Problem.BAD_REQUEST),
    (DataError, Problem.BAD_REQUEST),
    (OperationalError, Problem.UNAVAILABLE),
)


@api.exception_handler(ProblemError)
def _told(request: HttpRequest, raised: ProblemError) -> HttpResponse:
    return problem_response(raised.problem, request.path, raised.told)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, raised: ValidationError) -> HttpResponse:
    errors = tuple(
        {"parameter": ".".join(map(str, fault["loc"])), "reason": str(fault["msg"])} for fault in raised.errors
    )
    return problem_response(Problem.INVALID, request.path, Told(errors=errors))


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, raised: AuthenticationError) -> HttpResponse:
    response = problem_response(Problem.NO_KEY, request.path)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Exception)
def _failed(request: HttpRequest, raised: Exception) -> HttpResponse:
    for kind, problem in _BY_KIND:
        if isinstance(raised, kind):
            return problem_response(problem, request.path)
    _log.exception("a call failed: %s %s", request.method, request.path)
    return problem_response(Problem.BROKEN, request.path)
