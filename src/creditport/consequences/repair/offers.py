"""What the platform does by itself: offers repairs, grants them where a pack says so, masks what arrives late."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from creditport.consequences.repair.access import is_the_daily_work
from creditport.consequences.repair.events import RepairsOffered
from creditport.consequences.repair.protection import mask
from creditport.consequences.repair.queries import ABOUT, repairable
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.refusals import UnknownActError
from creditport.foundation.records.choices import Severity
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import history
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import FieldKind
from creditport.kernel.packs.schema_cases import WithoutApplication
from creditport.kernel.statements.statements import statement


def offer_repairs(*, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Offer every record whose duties are known to be done and whose minimum term has run; once each. Set-based.

    Whether the rule is one that offers is asked of the packs for each kind of record, not for each record.
    """
    if not is_the_daily_work(actor):
        raise NotPermittedError(f"{actor.name} may not run the daily work")
    today = civil_day(at)
    offered: list[UUID] = []
    with transaction.atomic():
        for item, severities in _offering(at).items():
            offered += _offer(item, severities, at)
        if offered:
            announce(RepairsOffered(actor=actor, at=at, record_keys=tuple(offered)))
            details = {"records": len(offered), "day": today.isoformat()}
            record_act(actor=actor, at=at, act="repair.offer", object_kind="record", object_id="all", details=details)
    return tuple(offered)


def _offering(at: datetime) -> dict[str, list[int]]:
    """Items and severities whose rule offers repair, or grants it, without application."""
    found: dict[str, list[int]] = {}
    for item in {name for rule in packs().repair_rules for name in rule.items}:
        for severity in Severity:
            rule = packs().repair_rule(item, severity.name.lower(), civil_day(at))
            if rule and rule.repairable and rule.without_application is not WithoutApplication.NOTHING:
                found.setdefault(item, []).append(int(severity))
    return found


def _offer(item: str, severities: list[int], at: datetime) -> list[UUID]:
    declared = packs().items.get(item)
    amounts = [field.id for field in declared.fields if field.kind is FieldKind.AMOUNT] if declared else []
    values: dict[str, Any] = {
        "item": item,
        "severities": severities,
        "amounts": amounts,
        "today": civil_day(at),
        "types": sorted({rule.case_type for rule in packs().repair_rules}),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("consequences.repair", "offer"), values)
        return [UUID(str(key)) for (key,) in cursor.fetchall()]


def repair_without_application(*, at: datetime, keys: tuple[UUID, ...]) -> int:
    """Grant those of the offered repairs for which a pack says that nobody has to ask. Returns how many."""
    granted = 0
    for key in _automatic(keys, at):
        found = repairable(key, at)
        if found is None or not found.eligibility.automatic or found.eligibility.rule is None:
            continue
        with transaction.atomic():
            case = open_case(
                actor=SYSTEM,
                at=at,
                type_id=found.eligibility.rule.case_type,
                subject_id=found.record.subject_id,
                about=CaseAbout(ABOUT, str(key), found.record.agency),
                fields={},
            )
            _straight_to_grant(case.pk, at)
        granted += 1
    return granted


def _automatic(keys: tuple[UUID, ...], at: datetime) -> list[UUID]:
    """Those of the records whose rule grants without application; the rule is asked once for each kind of record."""
    kinds: dict[tuple[str, int | None], bool] = {}
    found = []
    rows = Record.objects.filter(key__in=keys, version=1).values_list("key", "item", "severity").order_by("id")
    for key, item, severity in rows:
        if (item, severity) not in kinds:
            rule = packs().repair_rule(item, Severity(severity).name.lower(), civil_day(at)) if severity else None
            kinds[item, severity] = rule is not None and rule.without_application is WithoutApplication.GRANT
        if kinds[item, severity]:
            found.append(key)
    return found


def _straight_to_grant(case_id: int, at: datetime) -> None:
    version = 1
    for act_id in ("accept", "grant"):
        try:
            version = act(actor=SYSTEM, at=at, case_id=case_id, act_id=act_id, version=version).version
        except UnknownActError:  # this type is examined at once, without a step of acceptance
            continue


def mask_arrivals(*, actor: Actor, at: datetime, submission_id: int) -> int:
    """Mask the new records of a submission that belong to protected subjects and were decided before the ruling."""
    with connection.cursor() as cursor:
        cursor.execute(statement("consequences.repair", "arrivals_under_protection"), {"submission": submission_id})
        found = cursor.fetchall()
    for key, case_id in found:
        mask(actor, at, history(UUID(str(key)))[-1], case_id)
    return len(found)
