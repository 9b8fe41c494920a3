"""Middleware: what fails before or beside the interface's handlers gets the interface's shape too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from creditport.sites.api.lookup import PREFIX
from creditport.sites.api.metrics import CALLS
from creditport.sites.api.problems import CONTENT_TYPE, Problem, problem_response

_BY_STATUS = {
    400: Problem.BAD_REQUEST,
    403: Problem.NOT_PERMITTED,
    404: Problem.NOT_FOUND,
    405: Problem.NOT_ALLOWED,
    500: Problem.BROKEN,
    503: Problem.UNAVAILABLE,
}


class ShapeOfErrors:
    """Turns an error page under the interface's address into a problem, and counts calls by route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        route = request.resolver_match.url_name if request.resolver_match else None
        if route != "one_subject":
            CALLS.labels(route or "none", str(response.status_code)).inc()
        problem = _BY_STATUS.get(response.status_code)
        if problem is None or response.headers.get("Content-Type") == CONTENT_TYPE:
            return response
        return _with_headers(problem_response(problem, request.path), response)


def _with_headers(told: HttpResponse, response: HttpResponseBase) -> HttpResponse:
    if "Allow" in response.headers:
        told["Allow"] = response.headers["Allow"]
    return told
