"""Every read of repair: what may be repaired and when, the form filled in beforehand, decisions, bars, protections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from creditport.consequences.repair.choices import Duty, DutyState, Ground
from creditport.consequences.repair.duties import duties_of
from creditport.consequences.repair.eligibility import Eligibility, KnownDuty, RepairFacts, assess
from creditport.consequences.repair.models import (
    DutyStatement,
    Hiding,
    Protection,
    RepairBar,
    RepairDecision,
    RepairDraft,
    RepairOffer,
)
from creditport.engines.cases.models import Case
from creditport.foundation.records.choices import RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import RecordVersion, history, latest_of_subject
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Label
from creditport.kernel.packs.schema_cases import RepairRule
from creditport.kernel.statements.statements import rows, statement
from creditport.subjects.register.models import Subject

ABOUT = "record"  # what a repair case is about, with the record's key


@dataclass(frozen=True, slots=True)
class Repairable:
    """An adverse record as its subject sees it: what it says, and whether it can be mended."""

    record: RecordVersion
    eligibility: Eligibility
    case_id: int | None  # the application in work
    offered_on: date | None


@dataclass(frozen=True, slots=True)
class RepairForm:
    """The application filled in beforehand. `asked` are the only documents that are asked for."""

    repairable: Repairable
    subject_name: str
    uscc: str | None
    document_number: str
    commitment: Label
    asked: tuple[str, ...]


def repair_case_types() -> frozenset[str]:
    """The case types by which records are repaired."""
    return frozenset(rule.case_type for rule in packs().repair_rules)


def rule_of(record: RecordVersion | Record, on: date) -> RepairRule | None:
    """The rule of the packs for the repair of a record on a day."""
    if record.severity is None:
        return None
    return packs().repair_rule(record.item, Severity(record.severity).name.lower(), on)


def latest_version(key: UUID) -> RecordVersion | None:
    """The version of a record that stands now."""
    versions = history(key)
    return versions[-1] if versions else None


def repairable(key: UUID, at: datetime) -> Repairable | None:
    """One adverse record; None if there is none of that key that has a subject."""
    record = latest_version(key)
    if record is None or not record.adverse or record.subject_id is None:
        return None
    return _repairables((record,), record.subject_id, at)[0]


def repairables(subject_id: int, at: datetime) -> tuple[Repairable, ...]:
    """Every adverse record of a subject, newest decision first."""
    records = tuple(record for record in latest_of_subject(subject_id) if record.adverse)
    return _repairables(records, subject_id, at)


def _repairables(records: Sequence[RecordVersion], subject_id: int, at: datetime) -> tuple[Repairable, ...]:
    today = civil_day(at)
    known = known_duties([record.key for record in records])
    hidden = _hidden([record.key for record in records])
    cases = _open_cases([record.key for record in records])
    barred = barred_until(subject_id, today)
    offers = dict(RepairOffer.objects.filter(subject_id=subject_id).values_list("record_key", "offered_on"))
    found = []
    for record in records:
        facts = RepairFacts(
            in_force=record.state is RecordState.IN_FORCE,
            shown=record.shown,
            public_from=record.public_from,
            repair_opens_on=record.repair_opens_on,
            public_until=record.public_until,
            duties=duties_of(packs().items.get(record.item), {**record.held, **record.content}),
            known=known.get(record.key, ()),
            repaired=(record.key, Ground.REPAIR) in hidden,
            protected=(record.key, Ground.PROTECTION) in hidden,
            suspended=(record.key, Ground.SUSPENSION) in hidden,
            case_open=record.key in cases,
            barred_until=barred,
        )
        answer = assess(rule_of(record, today), facts, today)
        found.append(Repairable(record, answer, cases.get(record.key), offers.get(record.key)))
    return tuple(found)


def known_duties(keys: Sequence[UUID]) -> dict[UUID, tuple[KnownDuty, ...]]:
    """The last word of the sources on every duty of these records."""
    latest = (
        DutyStatement.objects.filter(record_key__in=keys)
        .order_by("record_key", "duty", "-id")
        .distinct("record_key", "duty")
    )
    found: dict[UUID, tuple[KnownDuty, ...]] = {}
    for each in latest:
        said = KnownDuty(
            duty=Duty(each.duty),
            state=DutyState(each.state),
            stated_on=each.stated_on,
            source=each.source,
            reference=each.reference,
            runs_until=each.runs_until,
        )
        found[each.record_key] = (*found.get(each.record_key, ()), said)
    return found


def _hidden(keys: Sequence[UUID]) -> set[tuple[UUID, str]]:
    standing = Hiding.objects.filter(record_key__in=keys, ended_at__isnull=True)
    return set(standing.values_list("record_key", "ground"))


def _open_cases(keys: Sequence[UUID]) -> dict[UUID, int]:
    found = Case.objects.filter(
        type_id__in=repair_case_types(),
        about_kind=ABOUT,
        about_id__in=[str(key) for key in keys],
        closed_at__isnull=True,
    )
    return {UUID(about): id for about, id in found.values_list("about_id", "id")}


def cases_of_withdrawn(submission_id: int, types: frozenset[str]) -> tuple[int, ...]:
    """Open cases of these types about records that this submission withdrew."""
    values = {"submission": submission_id, "types": sorted(types)}
    return tuple(id for (id,) in rows("default", statement("consequences.repair", "cases_of_withdrawn"), values))


def barred_until(subject_id: int, today: date) -> date | None:
    """The day on which the subject's bar is over, if it has one today."""
    found: date | None = RepairBar.objects.filter(subject_id=subject_id, until__gt=today).aggregate(last=Max("until"))[
        "last"
    ]
    return found


def repair_form(key: UUID, at: datetime) -> RepairForm | None:
    """The application for a record, with everything that the platform knows already."""
    found = repairable(key, at)
    if found is None or found.record.subject_id is None:
        return None
    subject = Subject.objects.get(pk=found.record.subject_id)
    number = str({**found.record.held, **found.record.content}.get("document_number", ""))
    return RepairForm(
        repairable=found,
        subject_name=subject.name,
        uscc=subject.uscc,
        document_number=number,
        commitment=_commitment(subject.name, number),
        asked=found.eligibility.documents,
    )


def _commitment(name: str, number: str) -> Label:
    """The commitment to sign, with the names filled in."""
    return Label(
        zh=f"{name}承诺：{number}所涉行为已经整改，相关义务已经履行；所提交材料真实、准确；今后依法诚信经营，"
        "如有违反，愿意依照规定承担相应责任。",
        en=f"{name} commits itself: the conduct behind {number} has been mended and the duties performed; what is "
        "handed in is true; it will act lawfully and honestly, and answer for any breach as the rules provide.",
    )


def draft_of(account: str, key: UUID) -> RepairDraft | None:
    """The application that this account began, if it did not file it."""
    return RepairDraft.objects.filter(account=account, record_key=key).first()


def decisions_of(subject_id: int) -> tuple[RepairDecision, ...]:
    """Every decision on repairs of a subject, newest first."""
    return tuple(RepairDecision.objects.filter(subject_id=subject_id).order_by("-id"))


def decision(decision_id: int) -> RepairDecision | None:
    """One decision."""
    return RepairDecision.objects.filter(pk=decision_id).first()


def decision_of_case(case_id: int) -> RepairDecision | None:
    """The latest decision of a case."""
    return RepairDecision.objects.filter(case_id=case_id).order_by("-id").first()


def protection_of(subject_id: int) -> Protection | None:
    """The court's protection under which a subject stands now, if any: its sanctions pause."""
    return Protection.objects.filter(subject_id=subject_id, ended_on__isnull=True).first()


@dataclass(frozen=True, slots=True)
class PublicStatement:
    """What everybody may read of a protection that stands."""

    court: str
    ruling_number: str
    ruled_on: date
    since: date
    planned_until: date | None


def public_statement(subject_id: int) -> PublicStatement | None:
    """The statement of a subject under protection, as the public role sees it."""
    found = rows("public", statement("consequences.repair", "statement"), {"subject": subject_id})
    return PublicStatement(*found[0]) if found else None


def protected_subjects(subject_ids: Sequence[int]) -> frozenset[int]:
    """Those of the subjects that are protected now."""
    found = Protection.objects.filter(Q(subject_id__in=subject_ids), ended_on__isnull=True)
    return frozenset(found.values_list("subject_id", flat=True))
