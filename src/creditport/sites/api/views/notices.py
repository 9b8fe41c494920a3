"""The documents that go out with a decision, for the agency's own systems: one call, ready to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from creditport.consequences.notices.access import may_make
from creditport.consequences.notices.actions import NothingToNotifyError, make_notices
from creditport.consequences.notices.queries import Notices, document, notices_of
from creditport.foundation.records.queries import history
from creditport.kernel.clock.clock import now
from creditport.sites.api.authentication import AgencyKey, holder
from creditport.sites.api.problems import Problem, ProblemError
from creditport.sites.api.shapes import ProblemShown

router = Router(tags=["notices"], auth=AgencyKey())


class NoticeFileShown(Schema):
    id: str
    language: str
    zh: str
    en: str
    sha256: str
    size: int
    address: str


class NoticesShown(Schema):
    """Decision cover, notice on repair, notice on compliance, each with its translation, sealed.

    `digest` is over the manifest of all; `all` and `all-en` are all documents of one language in one file.
    """

    number: str
    record: str
    version: int
    made_at: str
    digest: str
    served_on: str | None
    documents: list[NoticeFileShown]
    together: str


@router.get(
    "/records/{uuid:key}/notices",
    response={200: NoticesShown, 401: ProblemShown, 404: ProblemShown},
    summary="Documents that go out with a decision",
)
def read_notices(request: HttpRequest, key: UUID) -> NoticesShown:
    """Made together at the first call, if they were not made before; the same for every later one."""
    return _shown(_found(request, key))


@router.get(
    "/records/{uuid:key}/notices/{name}.pdf",
    response={200: None, 401: ProblemShown, 404: ProblemShown},
    summary="One of these documents, or `all` of them, as PDF",
)
def read_notice(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """As it was made; its SHA-256 is in the manifest."""
    found = _found(request, key)
    pdf = document(found, name)
    if pdf is None:
        raise ProblemError(Problem.NOT_FOUND)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.set.number}-{name}.pdf"'
    return response


def _found(request: HttpRequest, key: UUID) -> Notices:
    """The set for the record as it stands; another agency's records do not exist."""
    actor, at = holder(request).actor, now()
    versions = history(key)
    if not versions or not may_make(actor, versions[-1].agency):
        raise ProblemError(Problem.NOT_FOUND)
    found = notices_of(key, at)
    if found is None or found.set.record_version != versions[-1].version:
        try:
            make_notices(actor=actor, at=at, record_key=key)
        except NothingToNotifyError:
            raise ProblemError(Problem.NOT_FOUND) from None
        found = notices_of(key, at)
    assert found is not None
    return found


def _shown(found: Notices) -> NoticesShown:
    base = f"/api/v1/records/{found.set.record_key}/notices"
    return NoticesShown(
        number=found.set.number,
        record=str(found.set.record_key),
        version=found.set.record_version,
        made_at=found.set.made_at.isoformat(),
        digest=found.set.digest,
        served_on=found.served_on.isoformat() if found.served_on else None,
        documents=[
            NoticeFileShown(
                id=each.id,
                language=each.language,
                zh=each.label.zh,
                en=each.label.en,
                sha256=each.digest,
                size=each.size,
                address=f"{base}/{each.id}.pdf",
            )
            for each in found.files
        ],
        together=f"{base}/all.pdf",
    )
