"""Search and look-up of subjects."""

from __future__ import annotations

import base64
from datetime import date
from http import HTTPStatus
from time import perf_counter
from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from creditport.kernel.statements.statements import rows, statement
from creditport.sites.api.answers import JSON, Answer, lookup_answer
from creditport.sites.api.lookup import count_lookup
from creditport.sites.api.metrics import count_call
from creditport.sites.api.problems import Problem, ProblemError
from creditport.sites.api.shapes import ProblemShown, RecordPage, SubjectsFound, SubjectShown
from creditport.subjects.identifiers.spelling import normalise_code
from creditport.subjects.register.queries import SearchResult, search

router = Router(tags=["subjects"])
LONGEST_QUESTION = 200
USUALLY_FOUND, MOST_FOUND = 20, 100


@router.get("/subjects", response={200: SubjectsFound, 422: ProblemShown}, summary="Search subjects")
def find_subjects(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=LONGEST_QUESTION, description="name, part of it, pinyin, or code")],
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND)] = USUALLY_FOUND,
) -> HttpResponse:
    """Subjects by name, part of a name (two characters and up), pinyin, former name, or code; best first.

    Where few are found, names that sound or look like the question follow, marked as similar.
    """
    begun = perf_counter()
    body = found_body(search(q, limit=limit))
    count_call("search", HTTPStatus.OK, perf_counter() - begun)
    return HttpResponse(body, content_type=JSON)


def found_body(result: SearchResult) -> bytes:
    """The answer to a search, as `SubjectsFound` tells it."""
    items = [
        {
            "uscc": hit.uscc,
            "name": hit.name,
            "kind": hit.kind,
            "status": hit.status,
            "county_code": hit.county_code,
            "former_name": hit.former_name,
            "similar": hit.similar,
        }
        for hit in result.items
    ]
    return orjson.dumps({"items": items, "total": result.total, "capped": result.capped})


@router.get(
    "/subjects/{uscc}",
    response={200: SubjectShown, 304: None, 404: ProblemShown},
    summary="One subject by its unified social credit code",
)
def one_subject(request: HttpRequest, uscc: str) -> HttpResponse:
    """The subject and the records that may be shown today, with an ETag. Any spelling of the code is understood."""
    begun = perf_counter()
    body = _lookup(uscc)
    answer = lookup_answer(body, request.headers.get("If-None-Match", ""), request.path)
    count_lookup(answer.status, body is not None, perf_counter() - begun)
    return _response(answer)


def _lookup(uscc: str) -> bytes | None:
    code = normalise_code(uscc.replace("\x00", ""))[:18]
    found = rows("public", statement("foundation.publicity", "subject_lookup"), {"uscc": code})
    return str(found[0][0]).encode() if found else None


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    if answer.status == 304:
        del response["Content-Type"]
    for name, value in answer.headers:
        response[name] = value
    return response


@router.get(
    "/subjects/{uscc}/records",
    response={200: RecordPage, 400: ProblemShown, 404: ProblemShown},
    summary="All records of a subject, page by page",
)
def subject_records(
    request: HttpRequest,
    uscc: str,
    cursor: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> HttpResponse:
    """The records that may be shown today, latest first."""
    decided_on, record = _place(cursor)
    code = normalise_code(uscc.replace("\x00", ""))[:18]
    values = {"uscc": code, "day": decided_on, "record": record, "limit": limit}
    found = rows("public", statement("foundation.publicity", "subject_records"), values)
    if not found and not rows("public", statement("subjects.register", "subject_by_uscc"), {"uscc": code}):
        raise ProblemError(Problem.UNKNOWN_SUBJECT)
    following = _cursor(found[-1][0], found[-1][1]) if len(found) == limit else None
    items = b",".join(str(row[2]).encode() for row in found)
    body = b'{"items": [' + items + b'], "cursor": ' + orjson.dumps(following) + b"}"
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _cursor(decided_on: date, record: int) -> str:
    return base64.urlsafe_b64encode(f"{decided_on.isoformat()}.{record}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[date | None, int]:
    if not cursor:
        return None, 0
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        day, record = plain.split(".")
        number = int(record)
        if not 0 <= number < 2**63:
            raise ValueError(record)
        return date.fromisoformat(day), number
    except ValueError:
        raise ProblemError(Problem.BAD_CURSOR) from None
