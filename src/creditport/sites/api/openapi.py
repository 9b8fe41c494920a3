"""The OpenAPI document as it lies in the repository, and the addresses that explain problems."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import django
from django.http import HttpRequest, HttpResponse, JsonResponse

from creditport.sites.api.problems import Problem, problem_response


def openapi_text() -> str:
    """The document, with sorted keys, ending in a line feed: what `docs/reference/openapi.json` must hold."""
    from creditport.sites.api.interface import api  # needs models, which `write` sets up first

    document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def explain(request: HttpRequest, slug: str) -> HttpResponse:
    """What the `type` of a problem means."""
    if slug not in set(Problem):
        return problem_response(Problem.NOT_FOUND, request.path)
    text = Problem(slug).text
    words = {"zh": asdict(text.zh), "en": asdict(text.en)}
    return JsonResponse({"type": request.path, "status": text.status, **words})


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every other address under /api/."""
    return problem_response(Problem.NOT_FOUND, request.path)


def write() -> None:
    """Write the document to standard output: `python -m creditport.sites.api.openapi`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
    django.setup()
    sys.stdout.write(openapi_text())


if __name__ == "__main__":
    write()
