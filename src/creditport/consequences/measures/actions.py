"""Every change of rules and of applied measures.

The gate is in the database: these actions check permission and write; what the law does not allow comes back as
`RefusedError` with its text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from creditport.consequences.measures.access import may_apply, may_end, may_load_rules
from creditport.consequences.measures.choices import MeasureAct
from creditport.consequences.measures.events import MeasureApplied, MeasureEnded, RulesLoaded
from creditport.consequences.measures.models import MeasureApplication, MeasureEvent, RulesLoading, RulesText
from creditport.consequences.measures.rulebook import rulebook_text
from creditport.consequences.refusals import refused_by_law
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.registry import packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What an agency wants to apply: to whom, after what, on which basis, for how long, and why no lesser measure.

    Exactly one ground: a list entry, or a record with its severity.
    """

    subject_id: int
    measure: str
    instrument: str
    article: str
    document_number: str
    proportion: str
    starts_on: date
    until: date | None = None
    list_entry_id: int | None = None
    record_key: UUID | None = None
    severity: str = ""
    former_id: int | None = None  # the application that comes back in this one


def sync_rules(*, actor: Actor, at: datetime, registry: Registry, alias: str = "owner") -> bool:
    """Let the database work by the rules of the registry. False if it already did.

    Writes on the owner's connection: the application's role may not. The audit entry commits on the same one.
    """
    if not may_load_rules(actor):
        raise NotPermittedError(f"{actor.name} may not load rules")
    text = rulebook_text(registry)
    with transaction.atomic(using=alias):
        latest = RulesLoading.objects.using(alias).order_by("-id").first()
        if latest is not None and latest.rules_id == registry.version:
            return False
        digest = hashlib.sha256(text.encode()).hexdigest()
        RulesText.objects.using(alias).get_or_create(
            version=registry.version, defaults={"text": text, "digest": digest}
        )
        RulesLoading.objects.using(alias).create(rules_id=registry.version, loaded_at=at, loaded_by=actor.name)
    _tell_rules(actor, at, registry.version)
    return True


def apply_measure(*, actor: Actor, at: datetime, agency: str, wanted: Application) -> MeasureApplication:
    """Apply a measure in the name of an agency. Raises RefusedError if the law does not carry it."""
    if not may_apply(actor, agency):
        raise NotPermittedError(f"{actor.name} may not apply measures of {agency}")
    with refused_by_law():
        applied = MeasureApplication.objects.create(
            subject_id=wanted.subject_id,
            measure=wanted.measure,
            list_entry_id=wanted.list_entry_id,
            record_key=wanted.record_key,
            severity=wanted.severity,
            instrument=wanted.instrument,
            article=wanted.article,
            agency=agency,
            document_number=wanted.document_number,
            proportion=wanted.proportion,
            starts_on=wanted.starts_on,
            until=wanted.until,
            applied_at=at,
            applied_by=actor.name,
            rules=packs().version,
            former_id=wanted.former_id,
        )
        _record(actor, at, "measure.apply", applied, {"measure": applied.measure, "basis": applied.instrument})
        announce(
            MeasureApplied(
                actor=actor,
                at=at,
                application_id=applied.pk,
                subject_id=applied.subject_id,
                measure=applied.measure,
            )
        )
    return applied


def end_measure(*, actor: Actor, at: datetime, application_id: int, reason: str) -> None:
    """End an applied measure for good, from today."""
    with refused_by_law():
        applied = _happened(actor, at, application_id, MeasureAct.ENDED, reason)
        announce(
            MeasureEnded(
                actor=actor,
                at=at,
                application_id=applied.pk,
                subject_id=applied.subject_id,
                measure=applied.measure,
                reason=reason,
            )
        )


def pause_measure(*, actor: Actor, at: datetime, application_id: int, reason: str) -> None:
    """Let an applied measure rest, from today."""
    _happened(actor, at, application_id, MeasureAct.PAUSED, reason)


def resume_measure(*, actor: Actor, at: datetime, application_id: int, reason: str) -> None:
    """Let a paused measure apply again, from today. Its basis is asked anew whenever it is read."""
    _happened(actor, at, application_id, MeasureAct.RESUMED, reason)


def feedback(*, actor: Actor, at: datetime, application_id: int, text: str) -> None:
    """Record what the applying agency reports of a measure."""
    _happened(actor, at, application_id, MeasureAct.FEEDBACK, text)


def _happened(actor: Actor, at: datetime, application_id: int, act: MeasureAct, reason: str) -> MeasureApplication:
    """Write what happens to an applied measure from today on, for one who may end it."""
    applied = MeasureApplication.objects.filter(pk=application_id).first()
    if applied is None or not may_end(actor, applied.agency):
        raise NotPermittedError(f"{actor.name} may not act on measure {application_id}")
    with refused_by_law():
        MeasureEvent.objects.create(
            application=applied,
            act=act,
            on=civil_day(at),
            reason=reason,
            agency=actor.agency or "",
            at=at,
            by=actor.name,
        )
        _record(actor, at, f"measure.{act}", applied, {"reason": reason})
    return applied


def _record(actor: Actor, at: datetime, act: str, applied: MeasureApplication, details: dict[str, object]) -> None:
    record_act(actor=actor, at=at, act=act, object_kind="measure", object_id=applied.pk, details=details)


def _tell_rules(actor: Actor, at: datetime, version: str) -> None:
    with transaction.atomic():
        record_act(actor=actor, at=at, act="rules.load", object_kind="rules", object_id=version)
        announce(RulesLoaded(actor=actor, at=at, version=version))
