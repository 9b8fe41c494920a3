"""Sanctions, lists and incentives as people read them, generated from the packs: what stands today, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Basis, Severity
from creditport.kernel.packs.schema_consequences import (
    DUE_PROCESS,
    LEVEL_RANKS,
    CreditList,
    Effect,
    Evidence,
    Ground,
    ListKind,
    Measure,
    MeasureGroup,
    MeasureKind,
)
from creditport.sites.portal import labels
from creditport.sites.portal.labels import Citation
from creditport.subjects.register.choices import SubjectKind

_ANY_SERIOUS = "any-serious"


@dataclass(frozen=True, slots=True)
class GroundRow:
    """After what a measure follows, to which effect, by which article."""

    after: str
    effect: str
    citations: tuple[Citation, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with the grounds that some basis carries today."""

    id: str
    name: str
    content: str
    whom: str
    term: str
    grounds: tuple[GroundRow, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: str
    name: str
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list: on what basis, by which steps, for how long; `planned` ones take nobody yet."""

    id: str
    name: str
    planned: bool
    entry: tuple[str, ...]
    removal: tuple[str, ...]
    steps: str
    term: str
    citations: tuple[Citation, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    number: int
    name: str
    published_on: date
    measures: tuple[MeasureRow, ...]
    added: tuple[str, ...]
    left: tuple[str, ...]


def sanction_groups(on: date) -> tuple[GroupRow, ...]:
    """The sanctions that have a ground carried on that day, by group."""
    return _groups(MeasureKind.SANCTION, on)


def incentive_groups(on: date) -> tuple[GroupRow, ...]:
    """The incentives of that day, public ones first."""
    return _groups(MeasureKind.INCENTIVE, on)


def list_rows(on: date, kinds: tuple[ListKind, ...]) -> tuple[ListRow, ...]:
    """The lists of these kinds that are declared on that day; announced ones last."""
    found = [each for versions in packs().list_versions.values() for each in versions]
    shown = [each for each in found if each.kind in kinds and each.valid(on)]
    return tuple(_list_row(each) for each in sorted(shown, key=lambda each: each.planned))


def editions() -> tuple[EditionRow, ...]:
    """Every edition of the joint-incentive list, newest first, with what came and went."""
    numbers = sorted(packs().incentive_editions)
    rows = []
    earlier: frozenset[str] = frozenset()
    for number in numbers:
        told = packs().incentive_editions[number]
        named = frozenset(told.measures)
        rows.append(
            EditionRow(
                number=number,
                name=labels.local(told.label),
                published_on=told.published_on,
                measures=tuple(_measure_row(_latest(id), told.published_on) for id in told.measures),
                added=tuple(labels.local(_latest(id).label) for id in told.measures if earlier and id not in earlier),
                left=tuple(labels.local(_latest(id).label) for id in sorted(earlier - named)),
            )
        )
        earlier = named
    return tuple(reversed(rows))


def _latest(id: str) -> Measure:
    return packs().measure_versions[id][-1]


def _groups(kind: MeasureKind, on: date) -> tuple[GroupRow, ...]:
    found = [each for versions in packs().measure_versions.values() for each in versions]
    rows = []
    for group in MeasureGroup:
        those = [each for each in found if each.kind is kind and each.group is group and each.valid(on)]
        measures = tuple(row for each in those if (row := _measure_row(each, on)).grounds)
        if measures:
            rows.append(GroupRow(id=f"group-{group.value}", name=_group_name(group), measures=measures))
    return tuple(rows)


def _measure_row(measure: Measure, on: date) -> MeasureRow:
    carried = (ground for ground in measure.follows if _carried(ground.basis, measure.lowest_rank, on))
    months = measure.most_months
    return MeasureRow(
        id=measure.id,
        name=labels.local(measure.label),
        content=labels.local(measure.content),
        whom=_("; ").join(str(SubjectKind(kind.value).label) for kind in measure.subject_kinds),
        term=_months(months) if months else _("as long as its ground lasts"),
        grounds=tuple(_ground_row(measure, ground, on) for ground in carried),
    )


def _carried(bases: tuple[Basis, ...], rank: int, on: date) -> bool:
    cited = (packs().instruments[basis.instrument] for basis in bases)
    return any(one.in_force(on) and LEVEL_RANKS[one.level] <= rank for one in cited)


def _ground_row(measure: Measure, ground: Ground, on: date) -> GroundRow:
    alive = tuple(basis for basis in ground.basis if packs().instruments[basis.instrument].in_force(on))
    return GroundRow(
        after=_after(ground),
        effect=_effect_name(ground.effect or measure.effect),
        citations=labels.citations(alive),
        verified=ground.verified,
    )


def _after(ground: Ground) -> str:
    if ground.list == _ANY_SERIOUS:
        return _("any serious list")
    if ground.list is not None:
        return labels.local(packs().list_versions[ground.list][-1].label)
    severities = {Severity.MINOR: _("Minor"), Severity.GENERAL: _("General"), Severity.SERIOUS: _("Serious")}
    return _("adverse records: {severity}").format(severity=severities[ground.severity or Severity.SERIOUS])


def _list_row(one: CreditList) -> ListRow:
    return ListRow(
        id=one.id,
        name=labels.local(one.label),
        planned=one.planned,
        entry=tuple(labels.local(each) for each in one.entry),
        removal=tuple(labels.local(each) for each in one.removal),
        steps=_(" → ").join(_step(step, one) for step in one.evidence if step in DUE_PROCESS),
        term=_months(one.months) if one.months else _("until it is removed"),
        citations=labels.citations(one.basis),
        verified=one.verified,
    )


def _step(step: Evidence, one: CreditList) -> str:
    days = one.statement_workdays
    timed = ngettext("{days} working day for a statement", "{days} working days for a statement", days)
    return {
        Evidence.NOTICE: _("notice"),
        Evidence.STATEMENT: timed.format(days=days) if days else _("statement"),
        Evidence.DECISION: _("reasoned decision"),
        Evidence.HEAD: _("signed by a named head"),
        Evidence.SERVICE: _("service"),
    }[step]


def _months(months: int) -> str:
    if months % 12 == 0:
        years = months // 12
        return ngettext("at most {years} year", "at most {years} years", years).format(years=years)
    return ngettext("at most {months} month", "at most {months} months", months).format(months=months)


def _group_name(group: MeasureGroup) -> str:
    return {
        MeasureGroup.A: _("Cutting rights or adding duties: law or regulation only"),
        MeasureGroup.B: _("Management measures"),
        MeasureGroup.C: _("By bodies outside government"),
        MeasureGroup.PUBLIC: _("By agencies"),
        MeasureGroup.MARKET: _("By the market"),
    }[group]


def _effect_name(effect: Effect) -> str:
    return {
        Effect.FORBIDDEN: pgettext("effect", "forbidden"),
        Effect.RESTRICTED: pgettext("effect", "restricted"),
        Effect.WATCHED: pgettext("effect", "watched"),
        Effect.ALLOWED: pgettext("effect", "made easier"),
        Effect.ENCOURAGED: pgettext("effect", "preferred"),
    }[effect]
