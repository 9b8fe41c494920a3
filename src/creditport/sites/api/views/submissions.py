"""Reporting by interface: a file or lines in, and what became of every row."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from creditport.foundation.ingestion import actions, queries
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.ingestion.tasks import queue_apply
from creditport.kernel.apikeys.actions import note_call
from creditport.kernel.apikeys.queries import KeyHolder
from creditport.kernel.clock.clock import now
from creditport.kernel.crypto.sealing import Readable
from creditport.sites.api.authentication import AgencyKey, holder
from creditport.sites.api.idempotency import call_digest, earlier_reference
from creditport.sites.api.problems import Problem, ProblemError, Told
from creditport.sites.api.shapes import ProblemPage, ProblemRow, ProblemShown, SubmissionShown

router = Router(tags=["submissions"], auth=AgencyKey())

AT_ONCE = 1_500_000  # bytes, some 5,000 rows: smaller files are applied before the answer, larger ones by a worker
_PIECE = 1024 * 1024
_NAMES = {
    "application/x-ndjson": "body.jsonl",
    "application/jsonl": "body.jsonl",
    "application/json": "body.jsonl",
    "text/csv": "body.csv",
    "text/tab-separated-values": "body.tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "body.xlsx",
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
            "application/x-ndjson": {"schema": {"type": "string", "description": "one JSON object a line"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


class _Body:
    """The body of a call: it is digested as it is read, once."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._digest = sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        return piece

    def digest(self) -> str:
        """Of all of it; what nobody has read yet is read for it."""
        while self.read(_PIECE):
            pass
        return self._digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent: its name and its content."""

    filename: str
    body: _Body


@router.post(
    "/submissions",
    response={
        200: SubmissionShown,
        201: SubmissionShown,
        202: SubmissionShown,
        400: ProblemShown,
        401: ProblemShown,
        403: ProblemShown,
        409: ProblemShown,
        422: ProblemShown,
    },
    summary="Send a file, or lines",
    openapi_extra=_BODY,
)
def send_submission(
    request: HttpRequest,
    response: HttpResponse,
    item: Annotated[str, Query(max_length=40, description="catalogue item, such as penalty")],
    mends: Annotated[str | None, Query(max_length=32, description="the submission whose bad rows this mends")] = None,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=128)] = None,
) -> Status[SubmissionShown]:
    """Report for the key's agency. Small files are applied at once (201), large ones by a worker (202).

    With `Idempotency-Key` the same call again gives the same submission (200); another content is refused (409).
    """
    who, sent = holder(request), _sent(request)
    made = _earlier(who, idempotency_key, item, mends, sent)
    if made is not None:
        return Status(200, _shown(made))
    try:
        submission = _receive(who, sent, item, mends, idempotency_key)
    except IntegrityError:  # the same call, at the same moment, came first
        made = _earlier(who, idempotency_key, item, mends, sent)
        if made is None:
            raise
        return Status(200, _shown(made))
    response["Location"] = f"/api/v1/submissions/{submission.reference}"
    if submission.size > AT_ONCE:
        queue_apply(submission.pk, who.actor.name)
        return Status(202, _shown(submission))
    return Status(201, _shown(actions.apply(actor=who.actor, at=now(), submission_id=submission.pk)))


@router.get(
    "/submissions/{reference}",
    response={200: SubmissionShown, 401: ProblemShown, 404: ProblemShown},
    summary="One submission",
)
def one_submission(request: HttpRequest, reference: str) -> SubmissionShown:
    """What became of a submission of the key's agency."""
    return _shown(_own(request, reference))


@router.get(
    "/submissions/{reference}/problems",
    response={200: ProblemPage, 400: ProblemShown, 401: ProblemShown, 404: ProblemShown},
    summary="Problems of its rows",
)
def submission_problems(
    request: HttpRequest,
    reference: str,
    cursor: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    warnings: bool = True,
) -> ProblemPage:
    """Row, field, value, reason and remedy, by row, in Chinese and English."""
    submission = _own(request, reference)
    row, last = _place(cursor)
    found = queries.problems(submission, warnings=warnings)
    found = found.filter(row_number__gte=row).exclude(row_number=row, id__lte=last)
    listed = list(found[: limit + 1])
    more = len(listed) > limit
    items = [_problem(problem) for problem in listed[:limit]]
    return ProblemPage(items=items, cursor=f"{listed[limit - 1].row_number}.{listed[limit - 1].pk}" if more else None)


def _sent(request: HttpRequest) -> _Sent:
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        file = request.FILES.get("file")
        if file is None:
            raise ProblemError(
                Problem.BAD_REQUEST, Told("正文中没有名为 file 的文件。", "The body has no file named 'file'.")
            )
        return _Sent(file.name or "file", _Body(file))
    if kind not in _NAMES:
        text = "、".join(("multipart/form-data", *_NAMES))
        raise ProblemError(
            Problem.BAD_REQUEST, Told(f"正文类型应为：{text}。", f"The body's type must be one of: {text}.")
        )
    return _Sent(_NAMES[kind], _Body(request))


def _call_digest(item: str, mends: str | None, sent: _Sent) -> str:
    """What makes two calls the same: item, what is mended, name, and every byte of the content."""
    return call_digest(item, mends or "", sent.filename, sent.body.digest())


def _earlier(who: KeyHolder, key: str | None, item: str, mends: str | None, sent: _Sent) -> Submission | None:
    reference = earlier_reference(who, key, lambda: _call_digest(item, mends, sent))
    return queries.submission(reference) if reference is not None else None


def _receive(who: KeyHolder, sent: _Sent, item: str, mends: str | None, key: str | None) -> Submission:
    at = now()
    try:
        with transaction.atomic():
            submission = actions.receive(
                actor=who.actor,
                at=at,
                item=item,
                agency=who.actor.agency or "",
                channel=Channel.API,
                filename=sent.filename.replace("\x00", ""),
                stream=sent.body,
                mends=mends.replace("\x00", "") if mends else None,
            )
            if key:
                digest = _call_digest(item, mends, sent)
                note_call(at=at, key_id=who.key_id, idempotency_key=key, digest=digest, reference=submission.reference)
    except SubmissionRefusedError as refused:
        raise ProblemError(Problem.REFUSED, Told(refused.zh, refused.en)) from refused
    return submission


def _own(request: HttpRequest, reference: str) -> Submission:
    """The submission, if it is the agency's own; another's is told as absent."""
    try:
        submission = queries.submission(reference.replace("\x00", ""))
    except Submission.DoesNotExist:
        raise ProblemError(Problem.NOT_FOUND) from None
    if submission.agency != holder(request).actor.agency:
        raise ProblemError(Problem.NOT_FOUND)
    return submission


def _place(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    row, _, last = cursor.partition(".")
    if not (row.isascii() and row.isdigit() and last.isascii() and last.isdigit()) or len(cursor) > 18:
        raise ProblemError(Problem.BAD_CURSOR)
    return int(row), int(last)


def _shown(submission: Submission) -> SubmissionShown:
    refusal = {
        language: f"{said.reason}。{said.remedy}。" if language == "zh" else f"{said.reason}. {said.remedy}."
        for language in ("zh", "en")
        if (said := queries.refusal_texts(submission, language)) is not None
    }
    return SubmissionShown(
        submission=submission.reference,
        item=submission.item,
        agency=submission.agency,
        state=submission.state,
        filename=submission.filename,
        digest=submission.digest,
        received_at=submission.received_at,
        applied_at=submission.applied_at,
        progress=submission.progress,
        received=submission.received,
        accepted=submission.accepted,
        unchanged=submission.unchanged,
        warned=submission.warned,
        rejected=submission.rejected,
        quarantined=submission.quarantined,
        seconds=submission.seconds,
        refusal=refusal or None,
    )


def _problem(problem: RowProblem) -> ProblemRow:
    zh, en = queries.problem_texts(problem, "zh"), queries.problem_texts(problem, "en")
    return ProblemRow(
        row=zh.row,
        field=problem.field,
        column=zh.column,
        value=zh.value,
        code=problem.code,
        warning=problem.warning,
        reason=zh.reason,
        remedy=zh.remedy,
        en={"reason": en.reason, "remedy": en.remedy},
    )
