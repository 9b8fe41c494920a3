"""Every write of cases. One act at a time on a case: the row is locked, and its version must be the one that was read.

The engine knows steps, desks, days and documents. What an outcome means is said by the chapters above, which react to
`CaseDecided` in the same transaction: if they cannot do what follows, the outcome does not happen either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from creditport.engines.cases import access, clock
from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.events import CaseActed, CaseDecided, CaseOpened
from creditport.engines.cases.evidence import (
    NewDocument,
    keep_document,
    require_documents,
    unread_documents,
    whole_or_forgotten,
)
from creditport.engines.cases.filling import filled
from creditport.engines.cases.journal import note
from creditport.engines.cases.models import Case, CaseDocument
from creditport.engines.cases.queries import case_type_of, open_acts
from creditport.engines.cases.refusals import (
    AlreadyOpenError,
    ClockStateError,
    ConcurrentActError,
    EvidenceUnreadError,
    NotYetError,
    ReasonMissingError,
    TooEarlyError,
    UnknownActError,
)
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseAct, CaseType


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """What a case is about, and the agency that answers for it (a pack id; blank if none does)."""

    kind: str
    id: str
    agency: str = ""


def open_case(
    *,
    actor: Actor,
    at: datetime,
    type_id: str,
    subject_id: int | None,
    about: CaseAbout,
    fields: Mapping[str, str],
    documents: Sequence[NewDocument] = (),
) -> Case:
    """Open a case at the first step of its type, with its fields and documents; the clock begins to run.

    Refuses with AlreadyOpenError if one is open about the same thing, and with the other refusals if a field or a
    required document is missing.
    """
    kind = packs().case_type(type_id, civil_day(at))
    if not access.may_open(actor, kind, agency=about.agency, subject_id=subject_id):
        raise NotPermittedError(f"{actor.name} may not open a case of the type {type_id}")
    said = filled(kind.fields, fields)
    if actor.kind is not ActorKind.SYSTEM:  # the system opens a case on what the platform knows by itself
        require_documents(kind, documents)
    with whole_or_forgotten() as kept, transaction.atomic():
        case = _opened(actor, at, kind, subject_id, about, said)
        for document in documents:
            kept.append(keep_document(actor, at, case, kind, document))
        note(actor, at, case, EngineAct.OPEN, to_step=case.step, fields=said)
        announce_opened(actor, at, case)
        record_act(
            actor=actor, at=at, act="case.open", object_kind="case", object_id=case.pk, details={"type": type_id}
        )
    return case


def _opened(
    actor: Actor, at: datetime, kind: CaseType, subject_id: int | None, about: CaseAbout, said: dict[str, str]
) -> Case:
    today = civil_day(at)
    first = kind.steps[0]
    due = clock.due_or_unknown(first.deadline, opened_on=today, entered_on=today, not_counted=0)
    case = Case(
        type_id=kind.id,
        rules=packs().version,
        subject_id=subject_id,
        agency=about.agency,
        about_kind=about.kind,
        about_id=about.id,
        fields=said,
        step=first.id,
        desk=first.desk,
        opened_on=today,
        opened_at=at,
        opened_by=actor.name,
        entered_on=today,
        due_on=due.on,
        uncounted_year=due.uncounted_year,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        other = Case.objects.filter(
            type_id=kind.id, about_kind=about.kind, about_id=about.id, closed_at__isnull=True
        ).first()
        if other is None:
            raise
        raise AlreadyOpenError(other.pk) from None
    return case


def announce_opened(actor: Actor, at: datetime, case: Case) -> None:
    """Tell that the case was opened."""
    announce(
        CaseOpened(
            actor=actor,
            at=at,
            case_id=case.pk,
            type_id=case.type_id,
            subject_id=case.subject_id,
            about_kind=case.about_kind,
            about_id=case.about_id,
        )
    )


def act(
    *,
    actor: Actor,
    at: datetime,
    case_id: int,
    act_id: str,
    version: int,
    fields: Mapping[str, str] | None = None,
    reason: str = "",
) -> Case:
    """Do one act of the case type; `version` is that of the case as the actor read it.

    Raises ConcurrentActError if somebody acted since. All that follows from an outcome commits with it.
    """
    with transaction.atomic():
        case = _locked(case_id, version)
        kind = case_type_of(case)
        wanted, desk = _wanted(case, kind, act_id)
        if not access.may_act(actor, case, wanted, desk):
            raise NotPermittedError(f"{actor.name} may not {act_id} case {case.number}")
        _must_be_due(case, wanted, civil_day(at))
        said = _checked(actor, case, wanted, fields or {}, reason)
        was = case.step if case.open else case.outcome
        _move(case, kind, wanted, at, said)
        now_at = case.outcome or case.step
        note(actor, at, case, act_id, from_step=was, to_step=now_at, reason=reason, fields=said)
        _tell(actor, at, case, kind, wanted, reason, said)
        record_act(
            actor=actor,
            at=at,
            act="case.act",
            object_kind="case",
            object_id=case.pk,
            details={"type": case.type_id, "act": act_id, "to": now_at},
        )
    return case


def _locked(case_id: int, version: int) -> Case:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.version != version:
        raise ConcurrentActError(f"case {case_id} is at version {case.version}, not {version}")
    return case


def _wanted(case: Case, kind: CaseType, act_id: str) -> tuple[CaseAct, str]:
    for each in open_acts(case, kind):
        if each.id == act_id:
            return each, case.desk
    raise UnknownActError(f"case {case.number} has no act {act_id} now")


def _must_be_due(case: Case, wanted: CaseAct, today: date) -> None:
    """Some acts, such as going on without a statement, wait until the time for it is over."""
    if wanted.after_deadline and (case.due_on is None or today <= case.due_on):
        raise TooEarlyError(wanted.id)


def _checked(actor: Actor, case: Case, wanted: CaseAct, fields: Mapping[str, str], reason: str) -> dict[str, str]:
    if wanted.needs_reason and not reason.strip():
        raise ReasonMissingError(wanted.id)
    if wanted.needs_evidence_read and actor.kind is ActorKind.STAFF and unread_documents(case, actor.name):
        raise EvidenceUnreadError(wanted.id)
    return filled(wanted.fields, fields)


def _move(case: Case, kind: CaseType, wanted: CaseAct, at: datetime, said: Mapping[str, str]) -> None:
    today = civil_day(at)
    case.version += 1
    if wanted.to or wanted.outcome:
        _let_run(case, kind, today)
        case.escalated_on = None
    if wanted.outcome:
        outcome = kind.outcome(wanted.outcome)
        case.outcome, case.closed_at = outcome.id, at
        case.desk = outcome.desk or "" if outcome.acts else ""
        case.due_on, case.uncounted_year = None, None
    elif wanted.to:
        step = kind.step(wanted.to)
        case.step, case.desk, case.entered_on = step.id, step.desk, _begun_on(wanted, said, today)
        due = clock.due_or_unknown(
            step.deadline, opened_on=case.opened_on, entered_on=case.entered_on, not_counted=case.suspended_workdays
        )
        case.due_on, case.uncounted_year = due.on, due.uncounted_year
    case.save()


def _begun_on(wanted: CaseAct, said: Mapping[str, str], today: date) -> date:
    """The day on which the next step began: as said by the act, such as the day of a service, else today."""
    if wanted.begins_on is None:
        return today
    day = date.fromisoformat(said[wanted.begins_on])
    if day > today:
        raise NotYetError(wanted.begins_on)
    return day


def _let_run(case: Case, kind: CaseType, today: date) -> None:
    """A clock that stands still runs again; time at the desk of the subject is not counted against the office."""
    since = case.suspended_on
    if since is None and case.open and packs().desks[kind.step(case.step).desk].kind == "subject":
        since = case.entered_on
    if since is not None:
        case.suspended_workdays += clock.workdays_passed(since, today)
    case.suspended_on = None


def _tell(
    actor: Actor, at: datetime, case: Case, kind: CaseType, wanted: CaseAct, reason: str, said: Mapping[str, str]
) -> None:
    if wanted.outcome is None:
        announce(
            CaseActed(
                actor=actor,
                at=at,
                case_id=case.pk,
                type_id=case.type_id,
                subject_id=case.subject_id,
                about_kind=case.about_kind,
                about_id=case.about_id,
                act=wanted.id,
                step=case.step,
                effects=wanted.effects,
                reason=reason,
                fields=said,
            )
        )
        return
    announce(
        CaseDecided(
            actor=actor,
            at=at,
            case_id=case.pk,
            type_id=case.type_id,
            subject_id=case.subject_id,
            about_kind=case.about_kind,
            about_id=case.about_id,
            act=wanted.id,
            outcome=case.outcome,
            effects=kind.outcome(case.outcome).effects,
            reason=reason,
            fields=said,
        )
    )


def attach(*, actor: Actor, at: datetime, case_id: int, document: NewDocument) -> CaseDocument:
    """Add a document to an open case. It does not count as an act: officers go on with the version they read."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        if not access.may_attach(actor, case):
            raise NotPermittedError(f"{actor.name} may not add to case {case.number}")
        if not case.open and not case.desk:
            raise ClockStateError("closed")
        kept = keep_document(actor, at, case, case_type_of(case), document)
        note(actor, at, case, EngineAct.ATTACH, fields={"document": str(kept.pk), "digest": kept.digest})
        record_act(
            actor=actor,
            at=at,
            act="case.attach",
            object_kind="case",
            object_id=case.pk,
            details={"document": kept.kind, "digest": kept.digest},
        )
    return kept


def read_document(*, actor: Actor, at: datetime, document_id: int) -> CaseDocument:
    """Hand out a document, and note who opened it: a decision needs the evidence read."""
    with transaction.atomic():
        document = CaseDocument.objects.select_related("case").get(pk=document_id)
        if not access.may_see(actor, document.case):
            raise NotPermittedError(f"{actor.name} may not see case {document.case.number}")
        note(actor, at, document.case, EngineAct.READ, fields={"document": str(document.pk)})
        record_act(
            actor=actor,
            at=at,
            act="case.read-document",
            object_kind="case",
            object_id=document.case_id,
            details={"document": document.kind},
        )
    return document
