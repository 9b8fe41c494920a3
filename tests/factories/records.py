"""Records and their subjects, as ingestion would write them, without a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection

from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.subjects.register.choices import SubjectKind
from creditport.subjects.register.models import Subject


def make_subject(
    *, at: datetime, name: str = "海口椰风餐饮有限公司", uscc: str = "91460100MA5RFXBU8P", kind: str = "enterprise"
) -> Subject:
    """An enterprise in Haikou, or a person without open identity."""
    if kind == SubjectKind.PERSON:
        return Subject.objects.create(kind=kind, changed_at=at)
    return Subject.objects.create(kind=kind, name=name, uscc=uscc, county_code="460100", changed_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDraft:
    """A penalty of general severity, decided on 1 March 2026 and public for a year, unless told otherwise."""

    key: UUID
    subject_id: int | None
    version: int = 1
    cause: Cause = Cause.REPORTED
    item: str = "penalty"
    adverse: bool = True
    severity: Severity | None = Severity.GENERAL
    decided_on: date = date(2026, 3, 1)
    state: RecordState = RecordState.IN_FORCE
    reason: str = ""
    fine: str = "1.5"
    linked_by: str = "uscc"
    shown: bool = True
    public_from: date | None = date(2026, 3, 1)
    repair_opens_on: date | None = date(2026, 6, 1)
    public_until: date | None = date(2027, 3, 1)


def draft(subject_id: int | None) -> RecordDraft:
    return RecordDraft(key=uuid4(), subject_id=subject_id)


def write(one: RecordDraft, *, at: datetime, content: dict[str, object] | None = None) -> Record:
    """Write one version; its content is a sketch of two fields unless told otherwise."""
    made = unwritten(one, at=at, content=content)
    made.save(force_insert=True)
    return made


def unwritten(one: RecordDraft, *, at: datetime, content: dict[str, object] | None = None) -> Record:
    """The same, for who writes many at once."""
    sketch: dict[str, object] = {"document_number": f"琼市监处罚〔2026〕{one.version}号", "fine_amount": one.fine}
    return Record(
        key=one.key,
        version=one.version,
        cause=one.cause,
        item=one.item,
        adverse=one.adverse,
        subject_id=one.subject_id,
        linked_by=one.linked_by if one.subject_id else "",
        agency="hainan-market-regulation",
        submission_id=1,
        row_number=1,
        severity=one.severity,
        decided_on=one.decided_on,
        state=one.state,
        reason=one.reason,
        content=sketch if content is None else content,
        digest=uuid4(),
        recorded_at=at,
        rules="test",
        shown=one.shown,
        public_from=one.public_from,
        repair_opens_on=one.repair_opens_on,
        public_until=one.public_until,
    )


def sealed_by_owner() -> list[tuple[UUID, bytes | None]]:
    """Keys and sealed bytes of every version, oldest first, as the database's owner sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SELECT key, sealed FROM foundation_record ORDER BY id")
        found = [(key, None if sealed is None else bytes(sealed)) for key, sealed in cursor.fetchall()]
        cursor.execute("SET ROLE creditport_app")
    return found


def next_version(one: RecordDraft) -> RecordDraft:
    return replace(one, version=one.version + 1, cause=Cause.AMENDED)
