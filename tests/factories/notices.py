"""Documents of a decision, without setting a page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from creditport.consequences.notices.models import NoticeSet


def notice_set(key: UUID, agency: str, *, at: datetime, id: int = 9001, subject_id: int = 1) -> NoticeSet:
    """A set that has no documents."""
    return NoticeSet.objects.create(
        id=id,
        record_key=key,
        record_version=1,
        subject_id=subject_id,
        agency=agency,
        item="penalty",
        made_at=at,
        made_by="test",
        rules="test",
        content={"decided_on": "2026-03-01", "sheets": []},
        manifest={"documents": []},
        digest="0" * 64,
    )
