"""The feed of changes and the full export."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from creditport.foundation.exchange.actions import (
    MOST_AT_ONCE,
    Stopped,
    UnknownStopError,
    acknowledge,
    note_reading,
)
from creditport.foundation.exchange.queries import Change, CursorError, changes, full_export
from creditport.foundation.exchange.receipts import waiting_for
from creditport.kernel.apikeys.queries import holder_of
from creditport.kernel.clock.clock import civil_day, now
from creditport.sites.api.authentication import AgencyKey, holder
from creditport.sites.api.problems import Problem, ProblemError
from creditport.sites.api.shapes import ChangeList, ProblemShown

router = Router(tags=["publicity"])


@router.get("/publicity/changes", response={200: ChangeList, 400: ProblemShown}, summary="What changed")
def list_changes(
    request: HttpRequest,
    cursor: Annotated[str, Query(max_length=200, description="of the last page; empty: from the beginning")] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> HttpResponse:
    """Published, amended, withdrawn, ended: enough to keep an exact copy, and to know what to stop showing.

    Whoever sends a key is noted as a recipient, is told of corrections, and acknowledges what it stopped showing.
    """
    at = now()
    try:
        page = changes(cursor, limit=limit, at=at)
    except (CursorError, OverflowError):
        raise ProblemError(Problem.BAD_CURSOR) from None
    _note(request, at, page.cursor.text(), complete=not page.more)
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
    at = now()
    _note(request, at, "", complete=True)
    response = StreamingHttpResponse(full_export(at=at), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="publicity.jsonl"'
    return response


def _note(request: HttpRequest, at: datetime, cursor: str, *, complete: bool) -> None:
    """Write down that the holder of a key was handed this; a key that opens nothing is refused, not ignored."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return
    found = holder_of(token)
    if found is None:
        raise ProblemError(Problem.NO_KEY)
    note_reading(actor=found.actor, at=at, reader_id=found.key_id, cursor=cursor, complete=complete)


class StopShown(Schema):
    """An item to be shown no more: with which version its showing ended, why, and by when to acknowledge."""

    key: UUID
    version: int
    reason: str
    announced_at: datetime
    due_on: date | None
    late: bool


class StopList(Schema):
    items: list[StopShown]
    total: int


class StoppedItem(Schema):
    key: UUID
    version: int
    stopped_at: datetime


class ReceiptAsked(Schema):
    items: list[StoppedItem] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ReceiptGiven(Schema):
    acknowledged: int


@router.get(
    "/publicity/receipts",
    response={200: StopList, 401: ProblemShown},
    auth=AgencyKey(),
    summary="What is still to be acknowledged",
)
def list_stops(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = 1000) -> StopList:
    """What this key was given through the feed, must be shown no more, and was not acknowledged yet."""
    at = now()
    found = waiting_for(holder(request).key_id, at)
    today = civil_day(at)
    shown = [
        StopShown(
            key=each.key,
            version=each.version,
            reason=each.cause,
            announced_at=each.announced_at,
            due_on=each.due_on,
            late=each.late(today),
        )
        for each in found[:limit]
    ]
    return StopList(items=shown, total=len(found))


@router.post(
    "/publicity/receipts",
    response={200: ReceiptGiven, 401: ProblemShown, 404: ProblemShown},
    auth=AgencyKey(),
    summary="Acknowledge that items are no longer shown",
)
def give_receipt(request: HttpRequest, asked: ReceiptAsked) -> ReceiptGiven:
    """All of the items or none. Sending the same again changes nothing."""
    found = holder(request)
    items = [Stopped(each.key, each.version, each.stopped_at) for each in asked.items]
    if any(each.stopped_at.tzinfo is None for each in items):
        raise ProblemError(Problem.INVALID)
    try:
        return ReceiptGiven(acknowledged=acknowledge(actor=found.actor, at=now(), reader_id=found.key_id, items=items))
    except UnknownStopError:
        raise ProblemError(Problem.NOT_FOUND) from None
