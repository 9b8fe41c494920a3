"""Making the documents that go out with a decision, and writing down that they were served."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from creditport.consequences.notices import access
from creditport.consequences.notices.choices import ServiceWay
from creditport.consequences.notices.contents import NoticeCase, sheet_data
from creditport.consequences.notices.events import NoticesMade, NoticesServed
from creditport.consequences.notices.models import NoticeService, NoticeSet
from creditport.consequences.notices.queries import case_of
from creditport.consequences.notices.typesetting import Sheet, typeset
from creditport.foundation.records.actions import in_turn
from creditport.foundation.records.queries import RecordVersion, history
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.documents.store import keep
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_notices import NoticeDocument
from creditport.subjects.mandates.queries import mandates_of


class NoticeRefusedError(ValueError):
    """The documents cannot be made or served so; nothing was changed."""


class NothingToNotifyError(NoticeRefusedError):
    """No pack declares documents for the decision, or it is about nobody to whom they could be addressed."""


class ServiceProofError(NoticeRefusedError):
    """A service in person or by post has its proof, no service lies in the future or before the decision."""


class NobodyReadsError(NoticeRefusedError):
    """Nobody acts for the subject on the platform, so nothing can be served there."""


def make_notices(*, actor: Actor, at: datetime, record_key: UUID) -> NoticeSet:
    """Make the documents for the record as it stands: all of them together, or none.

    Asking again for the same version gives the set that is there; a version with other dates gets a set of its own.
    """
    versions = history(record_key)
    if not versions or not versions[-1].adverse:
        raise NothingToNotifyError(str(record_key))
    record = versions[-1]
    if not access.may_make(actor, record.agency):
        raise NotPermittedError(f"{actor.name} may not make notices of {record.agency}")
    case = case_of(record, civil_day(at))
    wanted = packs().documents_with(record.item, civil_day(at))
    if case is None or not wanted:
        raise NothingToNotifyError(str(record_key))
    with transaction.atomic():
        in_turn((record_key,))
        there = NoticeSet.objects.filter(record_key=record_key, record_version=record.version).first()
        return there or _made(actor, at, case, wanted)


def _made(actor: Actor, at: datetime, case: NoticeCase, wanted: tuple[NoticeDocument, ...]) -> NoticeSet:
    record = case.record
    made = NoticeSet(
        id=_next_id(),
        record_key=record.key,
        record_version=record.version,
        subject_id=record.subject_id or 0,
        agency=record.agency,
        item=record.item,
        made_at=at,
        made_by=actor.name,
        rules=packs().version,
    )
    sheets = [(each, Sheet(each.layout, sheet_data(case, each, made.number))) for each in wanted]
    made.content = {
        "decided_on": record.decided_on.isoformat(),
        "sheets": [{"layout": sheet.layout, "data": sheet.data} for _, sheet in sheets],
    }
    made.manifest = _manifest(made, record, [_kept(each, sheet, at) for each, sheet in sheets])
    made.digest = manifest_digest(made.manifest)
    made.save(force_insert=True)
    announce(NoticesMade(actor=actor, at=at, notices_id=made.pk, record_key=record.key, subject_id=made.subject_id))
    _record(actor, at, "notice.make", made, {"digest": made.digest})
    return made


def _next_id() -> int:
    """The number of the set stands on its documents, and the row is never changed: it is needed beforehand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [NoticeSet._meta.db_table])
        return int(cursor.fetchone()[0])


def _kept(each: NoticeDocument, sheet: Sheet, at: datetime) -> dict[str, Any]:
    """Set one document and keep it; the entry of the manifest."""
    pdf = typeset([sheet], at)
    kept = keep(io.BytesIO(pdf), civil_day(at))
    return {"id": each.id, "label": each.label.zh, "name": kept.name, "sha256": kept.digest, "size": kept.size}


def _manifest(made: NoticeSet, record: RecordVersion, documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": made.number,
        "record": str(record.key),
        "version": record.version,
        "rules": made.rules,
        "made_at": made.made_at.isoformat(),
        "documents": documents,
    }


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a manifest."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record_service(
    *, actor: Actor, at: datetime, set_id: int, way: ServiceWay, served_on: date, reference: str = ""
) -> NoticeService:
    """Write down that a set was served: the times that run from the service begin on that day."""
    made = NoticeSet.objects.get(pk=set_id)
    if not access.may_make(actor, made.agency):
        raise NotPermittedError(f"{actor.name} may not serve notices of {made.agency}")
    _check_service(made, at, way, served_on, reference)
    with transaction.atomic():
        served = NoticeService.objects.create(
            notices=made,
            way=way,
            served_on=served_on,
            reference=reference[:200],
            recorded_at=at,
            recorded_by=actor.name,
        )
        announce(
            NoticesServed(
                actor=actor,
                at=at,
                notices_id=made.pk,
                record_key=made.record_key,
                subject_id=made.subject_id,
                served_on=served_on,
            )
        )
        _record(actor, at, "notice.serve", made, {"way": way, "on": served_on.isoformat()})
    return served


def _check_service(made: NoticeSet, at: datetime, way: ServiceWay, served_on: date, reference: str) -> None:
    decided = date.fromisoformat(made.content["decided_on"])
    if not decided <= served_on <= civil_day(at):
        raise ServiceProofError(served_on.isoformat())
    if way is not ServiceWay.PLATFORM:
        if not reference.strip():
            raise ServiceProofError(way)
        return
    if served_on != civil_day(at) or not any(each.holds for each in mandates_of(made.subject_id, at)):
        raise NobodyReadsError(str(made.subject_id))


def _record(actor: Actor, at: datetime, act: str, made: NoticeSet, details: Mapping[str, object]) -> None:
    record_act(
        actor=actor,
        at=at,
        act=act,
        object_kind="record",
        object_id=str(made.record_key),
        details={"notices": made.number, **details},
    )
