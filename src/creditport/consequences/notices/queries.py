"""Every read of notices: the set of a record, its services and clocks, its documents, what waits to be served."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Min, QuerySet

from creditport.consequences.notices.contents import NoticeCase, cited, verify_address
from creditport.consequences.notices.models import NoticeService, NoticeSet
from creditport.consequences.notices.sealing import grouped, spelled
from creditport.consequences.notices.typesetting import Sheet, typeset
from creditport.consequences.notices.wording import Language, wording
from creditport.consequences.repair.models import RepairDecision
from creditport.consequences.repair.queries import RepairForm, rule_of
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.clock.clock import SHANGHAI, civil_day
from creditport.kernel.documents.store import open_plain
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Label
from creditport.kernel.packs.schema_notices import CountedIn, NoticeClock, StartsOn
from creditport.kernel.workdays.workdays import UnknownYearError, add_workdays
from creditport.subjects.register.models import Subject

TOGETHER = "all"  # the file that holds all documents of a set
REPAIR_DECISIONS = {
    "granted": Label(zh="信用修复决定书", en="Decision granting a credit repair"),
    "refused": Label(zh="不予信用修复决定书", en="Decision refusing a credit repair"),
    "revoked": Label(zh="撤销信用修复决定书", en="Decision revoking a credit repair"),
}


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """One document of a set."""

    id: str
    language: Language
    label: Label
    digest: str
    size: int
    name: str  # in the store


@dataclass(frozen=True, slots=True)
class NoticeTime:
    """A time that runs from the decision or its service; `ends_on` is its last day, if it runs and can be counted."""

    label: Label
    basis: str
    ends_on: date | None
    over: bool
    of_agency: bool  # it binds the agency, as the time for service does


@dataclass(frozen=True, slots=True)
class Notices:
    """A set with everything about it."""

    set: NoticeSet
    files: tuple[NoticeFile, ...]
    services: tuple[NoticeService, ...]
    served_on: date | None
    times: tuple[NoticeTime, ...]


def notices_of(record_key: UUID, at: datetime) -> Notices | None:
    """The latest set of a record, if one was made."""
    found = NoticeSet.objects.filter(record_key=record_key).order_by("-record_version").first()
    return _notices(found, civil_day(at)) if found else None


def notices(set_id: int, at: datetime) -> Notices | None:
    """One set."""
    found = NoticeSet.objects.filter(pk=set_id).first()
    return _notices(found, civil_day(at)) if found else None


def notices_of_subject(subject_id: int, at: datetime) -> tuple[Notices, ...]:
    """The sets that were served on a subject, newest first."""
    served = NoticeSet.objects.filter(subject_id=subject_id, services__isnull=False).distinct().order_by("-id")
    return tuple(_notices(each, civil_day(at)) for each in served)


def unserved(agency: str | None) -> QuerySet[NoticeSet]:
    """Sets that nobody served yet, oldest first."""
    found = NoticeSet.objects.filter(services__isnull=True).order_by("id")
    return found.filter(agency=agency) if agency else found


def paper_id(document: str, language: Language) -> str:
    """How a document is called in addresses: the Chinese by its id, its translation with `-en`."""
    return document if language == "zh" else f"{document}-en"


@dataclass(frozen=True, slots=True)
class VerifiedPaper:
    """What is told to anybody who has the code of a sealed document: no more than stands on it."""

    label: Label
    agency: str
    number: str
    sealed_at: datetime
    digest: str
    together: str


def verified_paper(code: str, using: str = "public") -> VerifiedPaper | None:
    """The sealed document with this code."""
    sql = "SELECT label_zh, label_en, agency, number, sealed_at, digest, together FROM public_paper WHERE code = %s"
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [spelled(code)])
        row = cursor.fetchone()
    return VerifiedPaper(Label(zh=row[0], en=row[1]), *row[2:]) if row else None


def is_person(subject_id: int | None) -> bool:
    """About a natural person."""
    return subject_id is not None and Subject.objects.filter(pk=subject_id, kind="person").exists()


def served_on_of(set_id: int) -> date | None:
    """The day of the first service."""
    found: date | None = NoticeService.objects.filter(notices_id=set_id).aggregate(first=Min("served_on"))["first"]
    return found


def case_of(record: RecordVersion, on: date) -> NoticeCase | None:
    """The decision for which documents are made; None if it is nobody's or a natural person's."""
    owned = Subject.objects.exclude(kind="person")
    subject = owned.filter(pk=record.subject_id).first() if record.subject_id is not None else None
    if subject is None:
        return None
    return NoticeCase(record, subject.name, subject.uscc or "", rule_of(record, on), on)


def document(found: Notices, id: str) -> bytes | None:
    """A document of a set as it was made; `all` and `all-en` are all of them in one file, to print in one go."""
    for each in found.set.manifest["documents"]:
        if each["id"] == id:
            with open_plain(each["name"]) as file:
                return file.read()
    return together(found) if id == TOGETHER else None


def together(found: Notices) -> bytes:
    """All documents of a set in one PDF, as sets have it that were made before documents were sealed."""
    said = found.set.content["sheets"]
    return typeset([Sheet(each["layout"], each["data"]) for each in said], found.set.made_at)


def documents_due(submission_id: int, since: date, limit: int) -> tuple[UUID, ...]:
    """Records of a submission, decided since a day, with whose decision documents go out and were not made yet."""
    items = {item for each in packs().notice_documents for item in each.items}
    made = NoticeSet.objects.values("record_key")
    found = Record.objects.filter(
        submission_id=submission_id, item__in=items, decided_on__gte=since, adverse=True, subject_id__isnull=False
    ).exclude(key__in=made)
    # Of natural persons nothing is read ahead: theirs are made when an officer asks for them.
    found = found.exclude(subject_id__in=Subject.objects.filter(kind="person").values("pk"))
    return tuple(found.order_by("id").values_list("key", flat=True).distinct()[:limit])


def repair_decision_pdf(decision: RepairDecision, code: str = "") -> bytes:
    """The decision on a repair as a document, before it is sealed; content and digest are those that were kept."""
    said = decision.content
    facts = [
        ("当事人", said["subject_name"]),
        ("统一社会信用代码", said["uscc"]),
        ("信息类别", said["item_zh"]),
        ("决定书文号", said["document_number"]),
        ("作出决定日期", _zh(said["decided_on"])),
        ("公示起始", _zh(said["public_from"])),
        ("受理编号", said["case_number"]),
        ("理由", said["reason"]),
        ("可再次申请日期", _zh(said["come_again_on"])),
    ]
    data = {
        "kind": decision.kind,
        "number": decision.number,
        "subject": said["subject_name"],
        "agency": said["agency_zh"],
        "document_number": said["document_number"],
        "made_on": _zh(said["date"]),
        "labels": wording("zh").labels,
        "code": grouped(code),
        "verify": verify_address(),
        "facts": [[name, value] for name, value in facts if value],
        "item": said["item_zh"],
        "basis": [f"《{each['zh'].split('（')[0]}》{each['article']}" for each in said["basis"]],
        "term_bar": None,
        "qr": None,
        "digest": decision.digest,
    }
    return typeset([Sheet("repair-decision.typ", data)], decision.decided_at)


def commitment_pdf(form: RepairForm, signed_by: str, at: datetime) -> bytes:
    """The commitment as its signer accepted it online: text, names, instant."""
    record = form.repairable.record
    agency = packs().agencies.get(record.agency)
    data = {
        "number": "",
        "subject": form.subject_name,
        "uscc": form.uscc or "",
        "agency": agency.label.zh if agency else "",
        "document_number": form.document_number,
        "made_on": _zh(civil_day(at).isoformat()),
        "moment": at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
        "labels": wording("zh").labels,
        "text": form.commitment.zh,
        "signed_by": signed_by,
        "qr": None,
    }
    return typeset([Sheet("commitment.typ", data)], at)


def _zh(day: str) -> str:
    if not day:
        return ""
    parsed = date.fromisoformat(day)
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"


def _notices(found: NoticeSet, today: date) -> Notices:
    services = tuple(found.services.order_by("served_on", "id"))
    served = services[0].served_on if services else None
    listed = [each for each in found.manifest["documents"] if each["id"].removesuffix("-en") != TOGETHER]
    files = tuple(map(_file, listed))
    decided = date.fromisoformat(found.content["decided_on"])
    clocks = packs().clocks_of(found.item, civil_day(found.made_at))
    return Notices(found, files, services, served, tuple(_time(clock, decided, served, today) for clock in clocks))


def _file(entry: Mapping[str, Any]) -> NoticeFile:
    language: Language = "en" if entry["id"].endswith("-en") else "zh"
    labels = {each.id: each.label for each in packs().notice_documents}
    label = labels.get(entry["id"].removesuffix("-en"), Label(zh=entry["label"], en=entry["label"]))
    if language == "en":
        label = Label(zh=f"{label.zh}（英文译本）", en=f"{label.en} (English translation)")
    return NoticeFile(entry["id"], language, label, entry["sha256"], entry["size"], entry["name"])


def _time(clock: NoticeClock, decided: date, served: date | None, today: date) -> NoticeTime:
    begins = decided if clock.starts is StartsOn.DECISION else served
    ends = last_day(clock, begins) if begins else None
    basis = "、".join(map(cited, clock.basis))
    met = clock.starts is StartsOn.DECISION and served is not None and ends is not None and served <= ends
    over = ends is not None and today > ends and not met
    return NoticeTime(clock.label, basis, ends, over, of_agency=clock.starts is StartsOn.DECISION)


def last_day(clock: NoticeClock, begins: date) -> date | None:
    """The last day of a time; None if the working days of the year are not known."""
    match clock.counted_in:
        case CountedIn.DAYS:
            return begins + timedelta(days=clock.length)
        case CountedIn.MONTHS:
            years, month = divmod(begins.month - 1 + clock.length, 12)
            year = begins.year + years
            return date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1]))
        case CountedIn.WORKDAYS:
            try:
                return add_workdays(begins, clock.length)
            except UnknownYearError:
                return None
