"""One shape for everything that went wrong: RFC 9457 problem details, in Chinese with English beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import orjson
import yaml
from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What happened, and what to do next."""

    title: str
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ProblemText:
    """The status of a problem and its words in both languages."""

    status: int
    zh: ProblemWords
    en: ProblemWords


class Problem(StrEnum):
    """Every problem that the interface tells, by the name that stands in `type`; its words are in `problems.yml`."""

    BAD_REQUEST = "bad-request"
    BAD_CURSOR = "bad-cursor"
    NO_KEY = "no-key"
    NO_TOKEN = "no-token"
    NOT_PERMITTED = "not-permitted"
    UNKNOWN_SUBJECT = "unknown-subject"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "method-not-allowed"
    KEY_REUSED = "idempotency-key-reused"
    REFUSED = "submission-refused"
    INVALID = "invalid-parameters"
    TOO_MANY = "too-many-requests"
    BROKEN = "broken"
    UNAVAILABLE = "unavailable"

    @property
    def text(self) -> ProblemText:
        return _texts()[self.value]


@cache
def _texts() -> dict[str, ProblemText]:
    read = yaml.safe_load(resources.files(__package__).joinpath("problems.yml").read_text(encoding="utf-8"))
    return {
        slug: ProblemText(said["status"], ProblemWords(**said["zh"]), ProblemWords(**said["en"]))
        for slug, said in read.items()
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What is particular about this one: details in both languages, faults of single parameters."""

    zh: str = ""
    en: str = ""
    errors: tuple[dict[str, str], ...] = ()


class ProblemError(Exception):
    """Raised by a handler to answer with a problem."""

    def __init__(self, problem: Problem, told: Told | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.told = told or Told()


def problem_body(problem: Problem, instance: str, told: Told | None = None) -> bytes:
    """The body of the answer, as bytes of JSON."""
    told = told or Told()
    text = problem.text
    body: dict[str, object] = {
        "type": f"/api/v1/problems/{problem}",
        "title": text.zh.title,
        "status": text.status,
        "detail": told.zh or text.zh.detail,
        "instance": instance,
        "remedy": text.zh.remedy,
        "en": {"title": text.en.title, "detail": told.en or text.en.detail, "remedy": text.en.remedy},
    }
    if told.errors:
        body["errors"] = list(told.errors)
    return orjson.dumps(body)


def problem_response(problem: Problem, instance: str, told: Told | None = None) -> HttpResponse:
    """The whole answer."""
    return HttpResponse(problem_body(problem, instance, told), status=problem.text.status, content_type=CONTENT_TYPE)
