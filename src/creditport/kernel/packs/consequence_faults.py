"""No basis, no sanction, in the packs themselves: a pack that declares one without does not load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from creditport.kernel.packs.declarations import Declaration, Declarations
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.references import unknown
from creditport.kernel.packs.schema import Basis, Dated, Instrument
from creditport.kernel.packs.schema_consequences import (
    DUE_PROCESS,
    LEVEL_RANKS,
    LOCAL_LEVELS,
    CreditList,
    Ground,
    IncentiveEdition,
    ListKind,
    Measure,
    MeasureGroup,
    MeasureKind,
    Scenario,
)
from creditport.kernel.packs.source import Place

ANY_SERIOUS = "any-serious"
_RIGHTS = ("法律、法规", "a law or a regulation")
_CENTRAL = ("法律、法规或者党中央、国务院政策性文件", "a law, a regulation or a policy of the centre")
_GROUPS = {
    MeasureKind.SANCTION: (MeasureGroup.A, MeasureGroup.B, MeasureGroup.C),
    MeasureKind.INCENTIVE: (MeasureGroup.PUBLIC, MeasureGroup.MARKET),
}


def consequence_faults(found: Declarations) -> Iterator[Fault]:
    """Faults of lists, measures, scenarios and editions."""
    instruments = {each.value.id: each.value for each in found.instruments}
    for one in found.lists:
        yield from _list_faults(one, found, instruments)
    for measure in found.measures:
        yield from _measure_faults(measure, found, instruments)
    for scenario in found.scenarios:
        yield from _scenario_faults(scenario, found)
    for edition in found.incentive_editions:
        yield from _edition_faults(edition, found)


def sufficient(bases: Iterable[Basis], instruments: Mapping[str, Instrument], *, rank: int, on: date) -> bool:
    """Whether one of the bases is in force on that day and ranks high enough."""
    cited = (instruments[basis.instrument] for basis in bases if basis.instrument in instruments)
    return any(one.in_force(on) and LEVEL_RANKS[one.level] <= rank for one in cited)


def _list_faults(
    one: Declaration[CreditList], found: Declarations, instruments: Mapping[str, Instrument]
) -> Iterator[Fault]:
    told = one.value
    if not told.planned and told.kind is ListKind.SERIOUS:
        yield from _weak(one, ("basis",), told.basis, instruments, rank=told.lowest_rank, words=_CENTRAL)
        for step in DUE_PROCESS:
            if step not in told.evidence:
                zh = f"严重失信主体名单不得省略正当程序“{step}”；请在 evidence 中补上"
                en = f"a serious list may not do without the step '{step}' of due process; add it to evidence"
                yield one.fault(("evidence",), zh, en)
        if told.statement_workdays == 0 and not told.judicial:
            zh = "严重失信主体名单必须给予陈述申辩期限；请写 statement_workdays"
            yield one.fault(("kind",), zh, "a serious list must leave time for a statement; give statement_workdays")
    yield from _references(one, "item", (told.item,), "catalogue/", (each.value.id for each in found.items))
    terms = (each.value.id for each in found.publicity_terms)
    yield from _references(one, "publicity_terms", (told.publicity_terms,), "terms.yml", terms)
    yield from _references(one, "deciders", told.deciders, "agencies.yml", _agencies(found))
    types = (each.value.id for each in found.case_types)
    yield from _references(one, "case_type", (told.case_type,), "case-types/", types)


def _measure_faults(
    measure: Declaration[Measure], found: Declarations, instruments: Mapping[str, Instrument]
) -> Iterator[Fault]:
    told = measure.value
    if told.group not in _GROUPS[told.kind]:
        zh = "惩戒措施的 group 为 A、B、C，激励措施为 public、market；请改正"
        yield measure.fault(("group",), zh, "sanctions have group A, B or C, incentives public or market; mend it")
    if told.group is MeasureGroup.A and not told.cuts_rights:
        zh = "A 类措施减损权利或者增加义务；请写 cuts_rights: true"
        yield measure.fault(("group",), zh, "measures of group A cut rights or add duties; write cuts_rights: true")
    yield from _references(measure, "appliers", told.appliers, "agencies.yml", [*_agencies(found), "market"])
    lists = [each.value.id for each in found.lists]
    for index, ground in enumerate(told.follows):
        yield from _ground_faults(measure, ("follows", index), ground, lists, instruments)


def _ground_faults(
    measure: Declaration[Measure],
    place: Place,
    ground: Ground,
    lists: list[str],
    instruments: Mapping[str, Instrument],
) -> Iterator[Fault]:
    if (ground.list is None) == (ground.severity is None):
        zh = "每条依据情形只能写 list 或 severity 之一；请改正"
        yield measure.fault(place, zh, "a ground names either a list or a severity; mend it")
    if ground.list is not None and ground.list not in (*lists, ANY_SERIOUS):
        yield unknown(measure, (*place, "list"), ground.list, "lists/", lists)
    for index, basis in enumerate(ground.basis):
        if basis.instrument not in instruments:
            where = (*place, "basis", index, "instrument")
            yield unknown(measure, where, basis.instrument, "instruments.yml", instruments)
    if measure.value.kind is MeasureKind.SANCTION:
        words = _RIGHTS if measure.value.cuts_rights else _CENTRAL
        rank = measure.value.lowest_rank
        yield from _weak(measure, (*place, "basis"), ground.basis, instruments, rank=rank, words=words)


def _weak(
    each: Declaration[CreditList] | Declaration[Measure],
    place: Place,
    bases: tuple[Basis, ...],
    instruments: Mapping[str, Instrument],
    *,
    rank: int,
    words: tuple[str, str],
) -> Iterator[Fault]:
    """A basis too low in rank, or dead or unborn on the day from which the entry is valid."""
    day = each.value.valid_from
    if not sufficient(bases, instruments, rank=rank, on=day):
        yield each.fault(
            place,
            f"所引依据中没有在 {day} 有效的{words[0]}；依法不得设定，请引用效力足够且有效的依据",
            f"none of the cited bases is {words[1]} in force on {day}; without one it may not be set: "
            "cite one that ranks high enough and is in force",
        )
    for index, basis in enumerate(bases):
        cited = instruments.get(basis.instrument)
        if cited is not None and cited.level in LOCAL_LEVELS and cited.territory is None:
            zh = f"地方立法“{cited.id}”没有写明适用地域，无法判断在何处有效；请在 instruments.yml 补上 territory"
            en = f"the local norm '{cited.id}' does not say where it holds; add its territory in instruments.yml"
            yield each.fault((*place, index), zh, en)


def _scenario_faults(scenario: Declaration[Scenario], found: Declarations) -> Iterator[Fault]:
    told = scenario.value
    purposes = (each.value.id for each in found.purposes)
    yield from _references(scenario, "purposes", told.purposes, "purposes.yml", purposes)
    yield from _references(scenario, "measures", told.measures, "measures/", _measures(found))
    yield from _references(scenario, "items", told.items, "catalogue/", (each.value.id for each in found.items))


def _edition_faults(edition: Declaration[IncentiveEdition], found: Declarations) -> Iterator[Fault]:
    incentives = [each.value.id for each in found.measures if each.value.kind is MeasureKind.INCENTIVE]
    yield from _references(edition, "measures", edition.value.measures, "measures/", incentives)


def _references(
    each: Declaration[Dated], key: str, names: tuple[str | None, ...], where: str, known: Iterable[str]
) -> Iterator[Fault]:
    declared = set(known)
    for index, name in enumerate(names):
        if name is not None and name not in declared:
            yield unknown(each, (key, index) if len(names) > 1 else (key,), name, where, declared)


def _agencies(found: Declarations) -> list[str]:
    return [*(each.value.id for each in found.agencies), "any"]


def _measures(found: Declarations) -> list[str]:
    return [each.value.id for each in found.measures]
