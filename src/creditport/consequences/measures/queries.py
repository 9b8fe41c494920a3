"""Reads of rules and of applied measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from creditport.consequences.measures.choices import MeasureAct, MeasureState, RuleKind
from creditport.consequences.measures.models import (
    LegalBasis,
    MeasureApplication,
    MeasureEvent,
    Rule,
    RulesLoading,
    RulesText,
)
from creditport.consequences.measures.rulebook import (
    ANY_SERIOUS,
    RankedMeasure,
    Rulebook,
    parse_rulebook,
    rulebook_text,
)
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis
from creditport.kernel.packs.schema_consequences import Effect, ListKind
from creditport.kernel.packs.schema_consequences import Ground as RuleGround
from creditport.kernel.statements.statements import rows, statement


class UnknownRulesError(LookupError):
    """No text of this version is kept, so that nothing decided by it can be explained."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An applied measure whose time has come and not gone. `fault`: why its basis does not carry it today, if so."""

    id: int
    subject_id: int
    measure: str
    list_entry_id: int | None
    record_key: UUID | None
    severity: str
    instrument: str
    article: str
    agency: str
    document_number: str
    starts_on: date
    until: date | None
    paused: bool
    fault: str | None


@dataclass(frozen=True, slots=True)
class After:
    """What a measure would follow: an entry of a list, or a record of a severity; and whom it would touch."""

    subject_kind: str
    list_id: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure that follows such a ground, with the bases that carry it today; without one it cannot be chosen."""

    measure: RankedMeasure
    bases: tuple[Basis, ...]
    effect: Effect


@dataclass(frozen=True, slots=True)
class StateToday:
    """What has become of an applied measure; `fault` is the code of what its basis lacks, if so."""

    state: MeasureState
    fault: str


def rules_text(version: str) -> str:
    """The kept text of that version. Raises UnknownRulesError."""
    kept = RulesText.objects.filter(version=version).values_list("text", flat=True).first()
    if kept is None:
        raise UnknownRulesError(version)
    return kept


def rules_loaded() -> str | None:
    """The version the database works by; None before the first loading."""
    return RulesLoading.objects.order_by("-id").values_list("rules_id", flat=True).first()


def present_rulebook() -> Rulebook:
    """The rules of the packs of this process."""
    return _rulebook_of(packs().version)


@lru_cache(maxsize=2)
def _rulebook_of(version: str) -> Rulebook:
    """Made through the text, as a replay will make it; read once for each version of the packs."""
    return parse_rulebook(rulebook_text(packs()))


def kept_rulebook(version: str) -> Rulebook:
    """The rules of that version, from the kept text."""
    return parse_rulebook(rules_text(version))


def measures_of(subject_id: int) -> tuple[Standing, ...]:
    """What was applied to a subject and still has its time, the faulty ones too; oldest first."""
    return _standing("measures_of_subject", subject=subject_id)


def measures_without_basis() -> tuple[Standing, ...]:
    """Applied measures that stopped because their basis no longer carries them: the agencies must be told."""
    return _standing("measures_without_basis")


def measures_following(*, list_entry_id: int | None = None, record_key: UUID | None = None) -> tuple[int, ...]:
    """Ids of the applied measures that follow an entry or a record and were not ended."""
    found = _not_ended()
    if list_entry_id is not None:
        found = found.filter(list_entry_id=list_entry_id)
    if record_key is not None:
        found = found.filter(record_key=record_key)
    return tuple(found.order_by("id").values_list("id", flat=True))


def sanctions_applied(subject_id: int) -> tuple[int, ...]:
    """Ids of the sanctions applied to a subject that were not ended and do not rest."""
    sanctions = Rule.objects.filter(kind=RuleKind.MEASURE, sanction=True).values("rule")
    found = _not_ended().filter(subject_id=subject_id, measure__in=sanctions).exclude(id__in=_resting())
    return tuple(found.order_by("id").values_list("id", flat=True))


def measures_applying(subject_id: int) -> tuple[int, ...]:
    """Ids of everything applied to a subject that was not ended and does not rest."""
    found = _not_ended().filter(subject_id=subject_id).exclude(id__in=_resting())
    return tuple(found.order_by("id").values_list("id", flat=True))


def is_ended(application_id: int) -> bool:
    """Whether an applied measure was ended."""
    return MeasureEvent.objects.filter(application_id=application_id, act=MeasureAct.ENDED).exists()


def offers(*, after: After, agency: str, on: date) -> tuple[Offer, ...]:
    """What this agency may apply after such a ground; first what can be chosen, in the order of the packs."""
    rules = present_rulebook()
    found = (_offer(each, after, agency, on, rules) for each in rules.measures if each.valid(on))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: not each.bases))


def _offer(measure: RankedMeasure, after: After, agency: str, on: date, rules: Rulebook) -> Offer | None:
    if after.subject_kind not in measure.subject_kinds or not {"any", agency} & set(measure.appliers):
        return None
    grounds = [each for each in measure.follows if _follows(each, after, on, rules)]
    if not grounds:
        return None
    cited = dict.fromkeys(basis for ground in grounds for basis in ground.basis)
    division = rules.agencies.get(agency, rules.home)
    return Offer(
        measure=measure,
        bases=rules.standing(cited, rank=measure.rank, division=division, on=on),
        effect=grounds[0].effect or measure.effect,
    )


def _follows(ground: RuleGround, after: After, on: date, rules: Rulebook) -> bool:
    if ground.severity is not None:
        return ground.severity == after.severity
    if ground.list == ANY_SERIOUS:
        declared = rules.list_on(after.list_id, on)
        return declared is not None and declared.kind is ListKind.SERIOUS
    return ground.list == after.list_id


def applications(*, agency: str | None = None, measure: str = "") -> QuerySet[MeasureApplication]:
    """Applied measures, newest first."""
    found = MeasureApplication.objects.order_by("-applied_at", "-id")
    if agency:
        found = found.filter(agency=agency)
    return found.filter(measure=measure) if measure else found


def applications_following(entry_id: int) -> tuple[MeasureApplication, ...]:
    """Everything that was ever applied after an entry, newest first."""
    return tuple(MeasureApplication.objects.filter(list_entry_id=entry_id).order_by("-id"))


def states_today(ids: Iterable[int]) -> dict[int, StateToday]:
    """What has become of these applied measures."""
    found = rows("default", statement("consequences.measures", "application_states"), {"ids": list(ids)})
    return {id: StateToday(MeasureState(state), fault) for id, state, fault in found}


def bases_of(instruments: Iterable[str]) -> dict[tuple[str, str], LegalBasis]:
    """What the database knows of these instruments, by instrument and article."""
    found = LegalBasis.objects.filter(instrument__in=set(instruments))
    return {(each.instrument, each.article): each for each in found}


def events_of(application_id: int) -> tuple[MeasureEvent, ...]:
    """What happened to an applied measure since, oldest first."""
    return tuple(MeasureEvent.objects.filter(application_id=application_id).order_by("id"))


def application(application_id: int) -> MeasureApplication | None:
    """One applied measure."""
    return MeasureApplication.objects.filter(pk=application_id).first()


def _not_ended() -> QuerySet[MeasureApplication]:
    ended = MeasureEvent.objects.filter(application_id=OuterRef("id"), act=MeasureAct.ENDED)
    return MeasureApplication.objects.exclude(Exists(ended))


def _resting() -> QuerySet[MeasureEvent, int]:
    """Applications whose latest act is the pause."""
    later = MeasureEvent.objects.filter(
        application_id=OuterRef("application_id"), id__gt=OuterRef("id"), act=MeasureAct.RESUMED
    )
    paused = MeasureEvent.objects.filter(act=MeasureAct.PAUSED).exclude(Exists(later))
    return paused.values_list("application_id", flat=True)


def _standing(name: str, **values: object) -> tuple[Standing, ...]:
    found: list[tuple[Any, ...]] = rows("default", statement("consequences.measures", name), values)
    return tuple(Standing(*row) for row in found)
