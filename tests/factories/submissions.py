"""Submissions as ingestion leaves them, without a file."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from creditport.foundation.ingestion.choices import Channel, Disposition, SubmissionState
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.documents.store import keep
from tests.factories.staff import MADE_AT, MARKET


def submission(  # noqa: PLR0913 - each has its default
    *,
    reference: str = "S20261124-AAAAAA",
    agency: str = MARKET,
    item: str = "penalty",
    state: SubmissionState = SubmissionState.APPLIED,
    received_at: datetime = MADE_AT,
    accepted: int = 8,
    rejected: int = 2,
    late: int = 0,
    mends_id: int | None = None,
    file: bytes = b"",
) -> Submission:
    """Ten rows, two of them sent back, unless told otherwise. `file` is kept in the store if there is one."""
    applied = state == SubmissionState.APPLIED
    return Submission.objects.create(
        reference=reference,
        item=item,
        agency=agency,
        channel=Channel.PAGE,
        filename="处罚信息.csv",
        digest="0" * 64,
        size=1234,
        document=keep(BytesIO(file), civil_day(received_at)).name if file else "none",
        received_at=received_at,
        received_by="lin.xiaomei",
        state=state,
        mends_id=mends_id,
        received=accepted + rejected if applied else None,
        accepted=accepted if applied else None,
        unchanged=0 if applied else None,
        warned=0 if applied else None,
        rejected=rejected if applied else None,
        quarantined=0 if applied else None,
        late=late if applied else None,
        applied_at=received_at if applied else None,
    )


def problem(of: Submission, *, row: int, code: str = "required-missing", warning: bool = False) -> RowProblem:
    """A row without its document number."""
    return RowProblem.objects.create(
        submission_id=of.pk,
        row_number=row,
        field="document_number",
        column="行政处罚决定文书号",
        value="",
        code=code,
        params={},
        warning=warning,
        disposition=Disposition.ACCEPTED if warning else Disposition.REJECTED,
    )
