"""Every write of repair. Granting is one transaction: nothing of it stands without the rest."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from creditport.consequences.repair import access
from creditport.consequences.repair.choices import DecisionKind, Duty, DutyState, Ground, Standing
from creditport.consequences.repair.document import decision_content
from creditport.consequences.repair.eligibility import COMMITMENT, PROOF, Eligibility, KnownDuty
from creditport.consequences.repair.events import RepairGranted, RepairRefused, RepairRevoked
from creditport.consequences.repair.models import DutyStatement, Hiding, RepairBar, RepairDecision, RepairDraft
from creditport.consequences.repair.months import months_later
from creditport.consequences.repair.protection import mask_if_protected
from creditport.consequences.repair.queries import ABOUT, Repairable, repairable, rule_of
from creditport.consequences.repair.refusals import (
    DocumentsMissingError,
    NeverMoreThanTwoError,
    NoSuchRecordError,
    NotOpenError,
)
from creditport.engines.cases.actions import CaseAbout, open_case
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case
from creditport.foundation.records.actions import NextVersion, in_turn, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import RecordVersion
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs

_NO_DOCUMENTS: Sequence[NewDocument] = ()


def state_duty(
    *,
    actor: Actor,
    at: datetime,
    record_key: UUID,
    duty: Duty,
    state: DutyState,
    stated_on: date,
    reference: str = "",
    runs_until: date | None = None,
) -> DutyStatement:
    """Write down how far a duty is, as its source says; it is then never asked of the subject."""
    record = _with_subject(record_key, at).record
    if not access.may_state_duty(actor, record.agency):
        raise NotPermittedError(f"{actor.name} may not speak of duties towards {record.agency}")
    with transaction.atomic():
        said = DutyStatement.objects.create(
            record_key=record_key,
            duty=duty,
            state=state,
            stated_on=stated_on,
            runs_until=runs_until,
            source=actor.agency or record.agency,
            reference=reference[:200],
            recorded_at=at,
            recorded_by=actor.name,
        )
        _record(actor, at, "repair.state-duty", record_key, {"duty": duty, "state": state})
    return said


def apply_for_repair(
    *,
    actor: Actor,
    at: datetime,
    record_key: UUID,
    documents: Sequence[NewDocument],
    fields: Mapping[str, str] | None = None,
) -> Case:
    """File an application: by the subject, its counselling body, or an officer for one who came in.

    Refuses with NotOpenError if the rules do not let the record be repaired today (it says why and when), with
    DocumentsMissingError for what is asked and absent; what the platform knows itself is put into the case by it.
    """
    found = _with_subject(record_key, at)
    record, answer = found.record, found.eligibility
    if not access.may_apply(actor, subject_id=_subject_of(record), agency=record.agency):
        raise NotPermittedError(f"{actor.name} may not ask for this repair")
    if not answer.may_apply or answer.rule is None:
        raise NotOpenError(answer)
    _check_documents(answer, documents)
    with transaction.atomic():
        case = open_case(
            actor=actor,
            at=at,
            type_id=answer.rule.case_type,
            subject_id=record.subject_id,
            about=CaseAbout(ABOUT, str(record_key), record.agency),
            fields=fields or {},
            documents=(*documents, *(_as_document(known) for known in answer.obtained)),
        )
        RepairDraft.objects.filter(account=actor.name, record_key=record_key).delete()
    return case


def keep_draft(*, actor: Actor, at: datetime, record_key: UUID, fields: Mapping[str, str]) -> RepairDraft:
    """Keep what was filled in so far, to go on later on any device; files are handed in when it is filed."""
    record = _with_subject(record_key, at).record
    if not access.may_apply(actor, subject_id=_subject_of(record), agency=record.agency):
        raise NotPermittedError(f"{actor.name} may not ask for this repair")
    with transaction.atomic():
        kept, _ = RepairDraft.objects.update_or_create(
            account=actor.name,
            record_key=record_key,
            defaults={"fields": {name: text[:2000] for name, text in fields.items()}, "changed_at": at},
        )
        _record(actor, at, "repair.keep-draft", record_key, {})
    return kept


def _check_documents(answer: Eligibility, documents: Sequence[NewDocument]) -> None:
    handed_in = [document.kind for document in documents]
    if len(handed_in) > 2 or set(handed_in) - {PROOF, COMMITMENT} or any(each.obtained_from for each in documents):
        raise NeverMoreThanTwoError(", ".join(handed_in))
    missing = tuple(kind for kind in answer.documents if kind not in handed_in)
    if missing:
        raise DocumentsMissingError(missing)


def _as_document(known: KnownDuty) -> NewDocument:
    """What the platform obtained, as a document with the words of its source."""
    agency = packs().agencies.get(known.source)
    name = agency.label.zh if agency else known.source
    until = f"；分期至 {known.runs_until:%Y-%m-%d}" if known.runs_until else ""
    text = f"{known.duty.label}: {known.state.label}\n{known.stated_on:%Y-%m-%d} {name} {known.reference}{until}\n"
    return NewDocument(kind=PROOF, filename=f"{known.duty}.txt", stream=io.BytesIO(text.encode()), obtained_from=name)


def grant_repair(*, actor: Actor, at: datetime, case_id: int, record_key: UUID, reason: str) -> RepairDecision:
    """Repair a record: it stops showing and being shared, whatever rests on it ends, everybody is told.

    Runs in the transaction of the case's outcome. Refuses with NotOpenError before the day the rules set.
    """
    with transaction.atomic():
        in_turn((record_key,))
        found = _with_subject(record_key, at)
        _must_be_open(found.eligibility, found.record, civil_day(at))
        written = _next(actor, at, found.record, Cause.REPAIRED, reason or "信用修复", shown=False)
        Hiding.objects.create(
            record_key=record_key,
            subject_id=_subject_of(found.record),
            ground=Ground.REPAIR,
            case_id=case_id,
            since=at,
            would_show=True,
        )
        made = _decide(actor, at, DecisionKind.GRANTED, case_id, found, reason, written.version)
        announce(
            RepairGranted(
                actor=actor,
                at=at,
                case_id=case_id,
                record_key=record_key,
                subject_id=_subject_of(found.record),
                item=found.record.item,
                decision_id=made.pk,
            )
        )
        _record(actor, at, "repair.grant", record_key, {"case": case_id})
    return made


def _must_be_open(answer: Eligibility, record: RecordVersion, today: date) -> None:
    """What is asked again on the day of the decision: documents were judged by the officer."""
    over = record.state is not RecordState.IN_FORCE or answer.standing is Standing.REPAIRED
    if over or answer.rule is None or answer.opens_on is None or today < answer.opens_on:
        raise NotOpenError(answer)


def refuse_repair(*, actor: Actor, at: datetime, case_id: int, record_key: UUID, reason: str) -> RepairDecision:
    """Write down a refusal: why, by which rule, and when to come again."""
    with transaction.atomic():
        found = _with_subject(record_key, at)
        made = _decide(actor, at, DecisionKind.REFUSED, case_id, found, reason, found.record.version)
        announce(
            RepairRefused(
                actor=actor,
                at=at,
                case_id=case_id,
                record_key=record_key,
                subject_id=_subject_of(found.record),
                decision_id=made.pk,
            )
        )
        _record(actor, at, "repair.refuse", record_key, {"case": case_id, "reason": reason[:200]})
    return made


def revoke_repair(*, actor: Actor, at: datetime, case_id: int, record_key: UUID, reason: str) -> RepairDecision:
    """Undo a repair that rested on false proof: shown again, for the longest term, and a bar on the subject."""
    with transaction.atomic():
        in_turn((record_key,))
        found = _with_subject(record_key, at)
        record, today = found.record, civil_day(at)
        Hiding.objects.filter(record_key=record_key, ground=Ground.REPAIR, ended_at__isnull=True).update(ended_at=at)
        version = record.version
        if record.state is RecordState.IN_FORCE:
            until = _longest_end(record, today)
            version = _next(actor, at, record, Cause.REOPENED, reason, shown=True, until=until).version
            mask_if_protected(actor=actor, at=at, record_key=record_key)
        rule = rule_of(record, today)
        if rule is not None and rule.bar_months:
            RepairBar.objects.create(
                subject_id=_subject_of(record),
                case_id=case_id,
                rule=rule.id,
                since=today,
                until=months_later(today, rule.bar_months),
            )
        made = _decide(actor, at, DecisionKind.REVOKED, case_id, found, reason, version)
        announce(
            RepairRevoked(
                actor=actor,
                at=at,
                case_id=case_id,
                record_key=record_key,
                subject_id=_subject_of(record),
                item=record.item,
                decision_id=made.pk,
            )
        )
        _record(actor, at, "repair.revoke", record_key, {"case": case_id, "reason": reason[:200]})
    return made


def _longest_end(record: RecordVersion, today: date) -> date | None:
    """The end of the longest term that the law of today knows for records of this item."""
    item = packs().items.get(record.item)
    if item is None or item.publicity_terms is None:
        return record.public_until
    terms = packs().terms_of_publicity(item.publicity_terms, today).terms
    longest = max((term.latest_end_months for term in terms if term.latest_end_months), default=None)
    if longest is None:
        return record.public_until
    end = months_later(record.decided_on, longest)
    return max(end, record.public_until) if record.public_until else end


def _next(
    actor: Actor,
    at: datetime,
    record: RecordVersion,
    cause: Cause,
    reason: str,
    *,
    shown: bool,
    until: date | None = None,
) -> Record:
    change = NextVersion(
        cause=cause,
        reason=reason[:400],
        rules=packs().version,
        state=record.state,
        shown=shown,
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=until or record.public_until,
    )
    return write_version(actor=actor, at=at, key=record.key, after=record.version, change=change)


def _decide(
    actor: Actor, at: datetime, kind: DecisionKind, case_id: int, found: Repairable, reason: str, version: int
) -> RepairDecision:
    record, answer = found.record, found.eligibility
    case = Case.objects.get(pk=case_id)
    again = answer.opens_on if kind is DecisionKind.REFUSED else None
    content = decision_content(
        kind=kind,
        case_number=case.number,
        record=record,
        eligibility=answer,
        rule=answer.rule or rule_of(record, civil_day(at)),
        reason=reason,
        come_again_on=max(again, civil_day(at)) if again else None,
        at=at,
    )
    return RepairDecision.objects.create(
        case_id=case_id,
        record_key=record.key,
        record_version=version,
        subject_id=_subject_of(record),
        kind=kind,
        agency=record.agency,
        decided_at=at,
        decided_by=actor.name,
        rule=answer.rule.id if answer.rule else "",
        rules=packs().version,
        reason=reason[:2000],
        come_again_on=max(again, civil_day(at)) if again else None,
        content=content.as_json(),
        digest=content.digest(),
    )


def _with_subject(key: UUID, at: datetime) -> Repairable:
    found = repairable(key, at)
    if found is None:
        raise NoSuchRecordError(str(key))
    return found


def _subject_of(record: RecordVersion) -> int:
    if record.subject_id is None:
        raise NoSuchRecordError(str(record.key))
    return record.subject_id


def _record(actor: Actor, at: datetime, act: str, key: UUID, details: Mapping[str, object]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="record", object_id=str(key), details=details)
