"""Making the documents that go out with a decision, and writing down that they were served."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from creditport.consequences.notices import access
from creditport.consequences.notices.choices import ServiceWay
from creditport.consequences.notices.contents import NoticeCase, document_number, sheet_data
from creditport.consequences.notices.events import NoticesMade, NoticesServed
from creditport.consequences.notices.models import NoticeService, NoticeSet, SealedPaper
from creditport.consequences.notices.queries import (
    REPAIR_DECISIONS,
    TOGETHER,
    case_of,
    is_person,
    paper_id,
    repair_decision_pdf,
)
from creditport.consequences.notices.sealing import new_code, sealed
from creditport.consequences.notices.typesetting import Sheet, typeset
from creditport.consequences.notices.wording import LANGUAGES, Language, masked
from creditport.consequences.repair.models import RepairDecision
from creditport.consequences.repair.queries import rule_of
from creditport.foundation.records.actions import in_turn
from creditport.foundation.records.queries import RecordVersion, history
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.documents.store import keep, open_plain
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_notices import NoticeDocument
from creditport.subjects.mandates.queries import mandates_of
from creditport.subjects.persons.actions import open_access
from creditport.subjects.persons.queries import identity_of

SERVING = "statutory-duty"  # the purpose, as the packs declare it
SERVING_BASIS = "administrative-penalty-law 第六十一条"  # the decision is served on the party


class NoticeRefusedError(ValueError):
    """The documents cannot be made or served so; nothing was changed."""


class NothingToNotifyError(NoticeRefusedError):
    """No pack declares documents for the decision, or it is about nobody to whom they could be addressed."""


class ServiceProofError(NoticeRefusedError):
    """A service in person or by post has its proof, no service lies in the future or before the decision."""


class NobodyReadsError(NoticeRefusedError):
    """Nobody acts for the subject on the platform, so nothing can be served there."""


def make_notices(*, actor: Actor, at: datetime, record_key: UUID) -> NoticeSet:
    """Make the documents for the record as it stands, sealed, with their translations: all of them together, or none.

    Asking again for the same version gives the set that is there; a version with other dates gets a set of its own.
    About a natural person the name is read for this, which the person's log of accesses says.
    """
    versions = history(record_key)
    if not versions or not versions[-1].adverse:
        raise NothingToNotifyError(str(record_key))
    record = versions[-1]
    if not access.may_make(actor, record.agency):
        raise NotPermittedError(f"{actor.name} may not make notices of {record.agency}")
    there = NoticeSet.objects.filter(record_key=record_key, record_version=record.version).first()
    if there is not None:
        return there
    case = case_of(record, civil_day(at)) or _case_of_person(actor, at, record)
    wanted = packs().documents_with(record.item, civil_day(at))
    if case is None or not wanted:
        raise NothingToNotifyError(str(record_key))
    with transaction.atomic():
        in_turn((record_key,))
        there = NoticeSet.objects.filter(record_key=record_key, record_version=record.version).first()
        return there or _made(actor, at, case, wanted)


def _case_of_person(actor: Actor, at: datetime, record: RecordVersion) -> NoticeCase | None:
    """The decision with the person's name and masked number; nothing else of the person is read or kept."""
    if not is_person(record.subject_id) or record.subject_id is None:
        return None
    number = document_number(record)
    with open_access(
        actor=actor,
        at=at,
        purpose=SERVING,
        basis=SERVING_BASIS,
        case=f"{number} notices",
        subject_id=record.subject_id,
    ):
        identity = identity_of(record.subject_id)
    if identity is None:
        return None
    return NoticeCase(
        record, identity.name, "", rule_of(record, civil_day(at)), civil_day(at), masked(identity.document_number)
    )


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
    drafts = [_draft(case, each, made.number, language) for language in LANGUAGES for each in wanted]
    # What is said about a person stands in the sealed files alone.
    sheets = [] if case.person else [{"layout": each.sheet.layout, "data": each.sheet.data} for each in drafts]
    made.content = {"decided_on": record.decided_on.isoformat(), "sheets": sheets}
    kept = [_kept(each, at) for each in drafts]
    whole = [_together(language, drafts, at) for language in LANGUAGES]
    made.manifest = _manifest(made, record, [*kept, *whole])
    made.digest = manifest_digest(made.manifest)
    made.save(force_insert=True)
    _keep_papers(made, drafts, kept, dict(zip(LANGUAGES, whole, strict=True)))
    announce(NoticesMade(actor=actor, at=at, notices_id=made.pk, record_key=record.key, subject_id=made.subject_id))
    _record(actor, at, "notice.make", made, {"digest": made.digest})
    return made


@dataclass(frozen=True, slots=True)
class _Draft:
    """One document in one language, before it is set."""

    id: str
    document: NoticeDocument
    language: Language
    sheet: Sheet
    code: str


def _draft(case: NoticeCase, document: NoticeDocument, number: str, language: Language) -> _Draft:
    code = new_code()
    data = sheet_data(case, document, number, language, code)
    return _Draft(paper_id(document.id, language), document, language, Sheet(document.layout, data), code)


def _next_id() -> int:
    """The number of the set stands on its documents, and the row is never changed: it is needed beforehand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [NoticeSet._meta.db_table])
        return int(cursor.fetchone()[0])


def _kept(draft: _Draft, at: datetime) -> dict[str, Any]:
    """Set one document, seal it and keep it; the entry of the manifest."""
    return {"label": draft.document.label.zh, **_stored(draft.id, sealed(typeset([draft.sheet], at), at), at)}


def _together(language: Language, drafts: Sequence[_Draft], at: datetime) -> dict[str, Any]:
    """All documents of one language in one sealed file, to print in one go."""
    pdf = typeset([each.sheet for each in drafts if each.language == language], at)
    return {"label": "", **_stored(paper_id(TOGETHER, language), sealed(pdf, at), at)}


def _stored(id: str, pdf: bytes, at: datetime) -> dict[str, Any]:
    kept = keep(io.BytesIO(pdf), civil_day(at))
    return {"id": id, "name": kept.name, "sha256": kept.digest, "size": kept.size}


def _keep_papers(
    made: NoticeSet, drafts: Sequence[_Draft], kept: Sequence[dict[str, Any]], whole: Mapping[Language, dict[str, Any]]
) -> None:
    SealedPaper.objects.bulk_create(
        SealedPaper(
            code=each.code,
            label_zh=each.document.label.zh,
            label_en=each.document.label.en,
            agency=made.agency,
            number=made.number,
            sealed_at=made.made_at,
            document=entry["name"],
            digest=entry["sha256"],
            together=whole[each.language]["sha256"],
            notices=made,
        )
        for each, entry in zip(drafts, kept, strict=True)
    )


def seal_repair_decision(*, actor: Actor, at: datetime, decision: RepairDecision) -> bytes:
    """The decision on a repair as a sealed document: made at the first call, the same file for every later one."""
    record = history(decision.record_key)[-1]
    if not access.may_read(actor, agency=record.agency, subject_id=record.subject_id):
        raise NotPermittedError(f"{actor.name} may not read this decision")
    there = SealedPaper.objects.filter(repair_decision=decision.pk).first()
    if there is None:
        with transaction.atomic():
            in_turn((decision.record_key,))
            there = SealedPaper.objects.filter(repair_decision=decision.pk).first()
            there = there or _sealed_decision(actor, at, decision, record.agency)
    with open_plain(there.document) as file:
        return file.read()


def _sealed_decision(actor: Actor, at: datetime, decision: RepairDecision, agency: str) -> SealedPaper:
    code = new_code()
    kept = keep(io.BytesIO(sealed(repair_decision_pdf(decision, code), at)), civil_day(at))
    paper = SealedPaper.objects.create(
        code=code,
        label_zh=REPAIR_DECISIONS[decision.kind].zh,
        label_en=REPAIR_DECISIONS[decision.kind].en,
        agency=agency,
        number=decision.number,
        sealed_at=at,
        document=kept.name,
        digest=kept.digest,
        repair_decision=decision.pk,
    )
    record_act(
        actor=actor,
        at=at,
        act="notice.seal",
        object_kind="record",
        object_id=str(decision.record_key),
        details={"decision": decision.number, "digest": kept.digest},
    )
    return paper


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
