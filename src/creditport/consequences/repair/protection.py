"""A court's ruling protects a subject while its plan is carried out: records are masked, and return if it fails."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from creditport.consequences.repair.choices import Ending, Ground
from creditport.consequences.repair.events import ProtectionBegan, ProtectionEnded
from creditport.consequences.repair.models import Hiding, Protection
from creditport.consequences.repair.refusals import NothingToProtectError
from creditport.engines.cases.models import Case
from creditport.foundation.records.actions import NextVersion, in_turn, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.queries import RecordVersion, history, latest_of_subject
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.subjects.register.actions import set_status
from creditport.subjects.register.choices import SubjectStatus
from creditport.subjects.register.models import Subject

_MASKED = "破产重整、和解期间暂停公示"


def begin_protection(*, actor: Actor, at: datetime, case_id: int, subject_id: int) -> Protection:
    """Begin it, in the transaction of the case's outcome: what was decided until the ruling stops showing."""
    case, today = Case.objects.get(pk=case_id), civil_day(at)
    ruled_on = date.fromisoformat(case.fields["ruled_on"])
    until = case.fields.get("protected_until")
    if ruled_on > today or Protection.objects.filter(subject_id=subject_id, ended_on__isnull=True).exists():
        raise NothingToProtectError(case.number)
    with transaction.atomic():
        shown = [each for each in latest_of_subject(subject_id) if each.adverse and each.shown]
        masked = [each for each in shown if each.decided_on <= ruled_on]
        in_turn(each.key for each in masked)
        before = Subject.objects.get(pk=subject_id).status
        set_status(
            actor=actor,
            at=at,
            subject_id=subject_id,
            status=SubjectStatus.REORGANISATION,
            since=today,
            reason=f"{case.fields['court']} {case.fields['ruling_number']}"[:200],
        )
        begun = Protection.objects.create(
            subject_id=subject_id,
            case_id=case_id,
            court=case.fields["court"][:200],
            ruling_number=case.fields["ruling_number"][:100],
            ruled_on=ruled_on,
            since=today,
            planned_until=date.fromisoformat(until) if until else None,
            status_before=before,
        )
        for record in masked:
            mask(actor, at, record, case_id)
        announce(ProtectionBegan(actor=actor, at=at, subject_id=subject_id, case_id=case_id))
        _record(actor, at, "protection.begin", subject_id, len(masked))
    return begun


def mask(actor: Actor, at: datetime, record: RecordVersion, case_id: int) -> None:
    """Stop showing one record for as long as the protection stands."""
    show_or_hide(actor, at, record, Cause.MASKED, _MASKED, shown=False)
    Hiding.objects.create(
        record_key=record.key,
        subject_id=record.subject_id or 0,
        ground=Ground.PROTECTION,
        case_id=case_id,
        since=at,
        would_show=True,
    )


def would_show(record_key: UUID) -> bool:
    """Whether a record that is hidden would show but for that; the database keeps count of it."""
    return Hiding.objects.filter(record_key=record_key, ended_at__isnull=True, would_show=True).exists()


def mask_if_protected(*, actor: Actor, at: datetime, record_key: UUID) -> None:
    """Mask a record that begins to show while its subject is protected, if it was decided before the ruling."""
    record = history(record_key)[-1]
    if record.subject_id is None:
        return
    standing = Protection.objects.filter(subject_id=record.subject_id, ended_on__isnull=True).first()
    if standing is not None and record.adverse and record.shown and record.decided_on <= standing.ruled_on:
        mask(actor, at, record, standing.case_id)


def end_protection(*, actor: Actor, at: datetime, case_id: int, ending: Ending, reason: str) -> Protection:
    """End it. If the plan failed, all returns as it was; if it was carried out, what was masked stays so for good."""
    with transaction.atomic():
        protection = Protection.objects.select_for_update().get(case_id=case_id, ended_on__isnull=True)
        protection.ended_on, protection.ending = civil_day(at), ending
        protection.save(update_fields=["ended_on", "ending"])
        failed = ending is Ending.FAILED
        restored = _restore(actor, at, protection, reason) if failed else 0
        status = SubjectStatus(protection.status_before) if failed else SubjectStatus.ACTIVE
        set_status(
            actor=actor,
            at=at,
            subject_id=protection.subject_id,
            status=status,
            since=civil_day(at),
            reason=reason[:200],
        )
        announce(ProtectionEnded(actor=actor, at=at, subject_id=protection.subject_id, case_id=case_id, failed=failed))
        _record(actor, at, f"protection.{ending}", protection.subject_id, restored)
    return protection


def _restore(actor: Actor, at: datetime, protection: Protection, reason: str) -> int:
    """Show again what would show but for the protection, each with the dates it has now."""
    hidings = list(
        Hiding.objects.filter(
            subject_id=protection.subject_id,
            case_id=protection.case_id,
            ground=Ground.PROTECTION,
            ended_at__isnull=True,
        )
    )
    in_turn(hiding.record_key for hiding in hidings)
    restored = 0
    for hiding in Hiding.objects.filter(pk__in=[hiding.pk for hiding in hidings]).order_by("id"):
        hiding.ended_at = at
        hiding.save(update_fields=["ended_at"])
        record = history(hiding.record_key)[-1]
        if hiding.would_show and record.state is RecordState.IN_FORCE and record.public_from is not None:
            show_or_hide(actor, at, record, Cause.RESTORED, reason, shown=True)
            restored += 1
    return restored


def show_or_hide(actor: Actor, at: datetime, record: RecordVersion, cause: Cause, reason: str, *, shown: bool) -> None:
    """Write the next version of a record, which shows or does not, with the dates that it has."""
    change = NextVersion(
        cause=cause,
        reason=reason[:400],
        rules=packs().version,
        state=record.state,
        shown=shown,
        public_from=record.public_from,
        repair_opens_on=record.repair_opens_on,
        public_until=record.public_until,
    )
    write_version(actor=actor, at=at, key=record.key, after=record.version, change=change)


def _record(actor: Actor, at: datetime, act: str, subject_id: int, records: int) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="subject", object_id=subject_id, details={"records": records})
