"""The feed of changes and the full export."""

from __future__ import annotations

from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from creditport.foundation.exchange.queries import Change, CursorError, changes, full_export
from creditport.kernel.clock.clock import now
from creditport.sites.api.problems import Problem, ProblemError
from creditport.sites.api.shapes import ChangeList, ProblemShown

router = Router(tags=["publicity"])


@router.get("/publicity/changes", response={200: ChangeList, 400: ProblemShown}, summary="What changed")
def list_changes(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=200, description="of the last page; empty: from the beginning")] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> HttpResponse:
    """Published, amended, withdrawn, ended: enough to keep an exact copy, and to know what to stop showing."""
    try:
        page = changes(cursor, limit=limit, at=now())
    except (CursorError, OverflowError):
        raise ProblemError(Problem.BAD_CURSOR) from None
    items = b",".join(map(_change, page.changes))
    tail = orjson.dumps({"cursor": page.cursor.text(), "more": page.more})
    return HttpResponse(b'{"items":[' + items + b"]," + tail[1:], content_type="application/json; charset=utf-8")


def _change(change: Change) -> bytes:
    """The record's line goes in as it is: the copy is exact byte for byte."""
    head = orjson.dumps(
        {
            "change": change.kind,
            "key": change.key,
            "version": change.version,
            "at": change.at,
            "reason": change.reason,
        }
    )
    return head[:-1] + b',"record":' + (change.line or b"null") + b"}"


@router.get("/publicity/export", summary="Everything that may be shown today", response={200: None})
def export(request: HttpRequest) -> StreamingHttpResponse:
    """One canonical JSON object a line, ordered by key; what the replay of all changes gives, byte for byte."""
    response = StreamingHttpResponse(full_export(at=now()), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="publicity.jsonl"'
    return response
