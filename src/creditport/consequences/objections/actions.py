"""Every write of objections. The mark stands from the moment of filing, and goes with the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db import transaction

from creditport.consequences.objections.choices import Disputable
from creditport.consequences.objections.events import ObjectionEnded, ObjectionFiled
from creditport.consequences.objections.items import owned
from creditport.consequences.objections.models import Objection
from creditport.consequences.objections.queries import earlier_not_upheld
from creditport.consequences.objections.refusals import (
    NotRepeatedError,
    NotTheirsError,
    ObjectionRefusedError,
    SourceMustAmendError,
)
from creditport.consequences.repair.protection import would_show
from creditport.engines.cases.actions import CaseAbout, open_case
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import CaseEvent
from creditport.foundation.records.actions import NextVersion, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.queries import RecordVersion, history
from creditport.kernel.audit.actions import record_act
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import FieldKind, FieldRole

CASE_TYPE = "objection"
REPEATED_AFTER = 2  # objections not upheld, after which one without anything new may be closed at once
_DECIDES_DATES = {
    FieldRole.DECIDED_ON,
    FieldRole.VALID_UNTIL,
    FieldRole.CATEGORIES,
    FieldRole.SEVERITY,
    FieldRole.PROCEDURE,
    FieldRole.SECTOR,
    FieldRole.STATE,
    FieldRole.PARTY_CODE,
    FieldRole.AMOUNT,
}


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is disputed: an item of a subject, and a field of it."""

    kind: Disputable
    id: str
    subject_id: int
    field: str = ""


def file_objection(
    *,
    actor: Actor,
    at: datetime,
    disputed: Disputed,
    claimed: str,
    ground: str,
    documents: Sequence[NewDocument] = (),
) -> Objection:
    """File an objection: the item is marked as disputed everywhere when this commits.

    Never refused for being repeated.
    """
    item = owned(disputed.kind, disputed.id)
    if item is None or item.subject_id != disputed.subject_id:
        raise NotTheirsError(disputed.id)
    fields = {"field": disputed.field, "claimed": claimed, "ground": ground}
    with transaction.atomic():
        case = open_case(
            actor=actor,
            at=at,
            type_id=CASE_TYPE,
            subject_id=disputed.subject_id,
            about=CaseAbout(disputed.kind, disputed.id, item.agency),
            fields={name: value for name, value in fields.items() if value},
            documents=documents,
        )
        filed = Objection.objects.create(
            case_id=case.pk,
            subject_id=disputed.subject_id,
            about_kind=disputed.kind,
            about_id=disputed.id,
            agency=item.agency,
            field=disputed.field,
            claimed=claimed[:2000],
            earlier_not_upheld=earlier_not_upheld(disputed.kind, disputed.id, disputed.field),
            marked_at=at,
        )
        _tell_filed(actor, at, filed)
    return filed


def _tell_filed(actor: Actor, at: datetime, filed: Objection) -> None:
    announce(
        ObjectionFiled(
            actor=actor,
            at=at,
            objection_id=filed.pk,
            case_id=filed.case_id,
            subject_id=filed.subject_id,
            about_kind=filed.about_kind,
            about_id=filed.about_id,
        )
    )
    _record(actor, at, "objection.file", filed, {})


def _latest(key: str) -> RecordVersion | None:
    try:
        versions = history(UUID(key))
    except ValueError:
        return None
    return versions[-1] if versions else None


def end_objection(
    *, actor: Actor, at: datetime, case_id: int, act: str, outcome: str, effects: Sequence[str], reason: str
) -> Objection:
    """Take the mark off and do what the outcome says of the item, in the transaction of the case's outcome."""
    with transaction.atomic():
        ended = Objection.objects.select_for_update().get(case_id=case_id)
        if act == "nothing-new" and ended.earlier_not_upheld < REPEATED_AFTER:
            raise NotRepeatedError(str(case_id))
        value = _value_said(case_id)
        ended.unmarked_at, ended.outcome = at, outcome
        ended.save(update_fields=["unmarked_at", "outcome"])
        corrects, withdraws = "correct-item" in effects, "withdraw-item" in effects
        if ended.about_kind == Disputable.RECORD:
            _mend(actor, at, ended, value if corrects else "", withdraws, reason)
        announce(
            ObjectionEnded(
                actor=actor,
                at=at,
                objection_id=ended.pk,
                case_id=case_id,
                subject_id=ended.subject_id,
                about_kind=ended.about_kind,
                about_id=ended.about_id,
                outcome=outcome,
                corrects=corrects,
                withdraws=withdraws,
                field=ended.field,
                value=value,
                reason=reason,
            )
        )
        _record(actor, at, "objection.end", ended, {"outcome": outcome})
    return ended


def _value_said(case_id: int) -> str:
    last = CaseEvent.objects.filter(case_id=case_id).order_by("-id").first()
    return str(last.fields.get("value", "")) if last else ""


def _mend(actor: Actor, at: datetime, ended: Objection, value: str, withdraws: bool, reason: str) -> None:
    record = _latest(ended.about_id)
    if record is None:
        raise NotTheirsError(ended.about_id)
    if withdraws and record.state is RecordState.IN_FORCE:
        change = _change(record, Cause.WITHDRAWN, reason or "异议成立", state=RecordState.WITHDRAWN, shown=False)
    elif value and record.state is RecordState.IN_FORCE:
        shown = record.shown or would_show(record.key)
        content = _corrected(record, ended.field, value)
        change = _change(
            record, Cause.CORRECTED, reason or "异议更正", state=record.state, shown=shown, content=content
        )
    else:
        return
    write_version(actor=actor, at=at, key=record.key, after=record.version, change=change)


def _corrected(record: RecordVersion, name: str, value: str) -> dict[str, object]:
    """The public fields with one corrected; a field on which dates rest is for the source to send again."""
    item = packs().items.get(record.item)
    field = next((each for each in item.fields if each.id == name), None) if item else None
    if field is None or name not in record.content:
        raise ObjectionRefusedError(f"{record.item} shows no field {name}")
    if field.role in _DECIDES_DATES:
        raise SourceMustAmendError(name)
    said: object = value
    if field.kind is FieldKind.AMOUNT:
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ObjectionRefusedError(f"{value} is no amount") from None
        said = int(number) if number == number.to_integral_value() else float(number)
    return {**record.content, name: said}


def _change(
    record: RecordVersion,
    cause: Cause,
    reason: str,
    *,
    state: RecordState,
    shown: bool,
    content: Mapping[str, object] | None = None,
) -> NextVersion:
    return NextVersion(
        cause=cause,
        reason=reason[:400],
        rules=packs().version,
        state=state,
        shown=shown,
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
        content=content,
    )


def _record(actor: Actor, at: datetime, act: str, objection: Objection, details: Mapping[str, object]) -> None:
    record_act(
        actor=actor,
        at=at,
        act=act,
        object_kind=objection.about_kind,
        object_id=objection.about_id,
        details={"case": objection.case_id, **details},
    )
