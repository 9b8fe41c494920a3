"""What applies to a subject in a scenario. Pure: facts and rules in, the answer out; the same today and in a replay.

A measure follows by rule from an entry or record that its grounds name, or because an agency applied it. Whatever way,
it follows only as long as a basis of that very ground carries it: in force on the day, high enough, and holding where
the agency acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from creditport.consequences.decisions.facts import AppliedFact, EntryFact, Facts, RecordFact, plain
from creditport.consequences.lists.terms import months_later
from creditport.consequences.measures.rulebook import ANY_SERIOUS, RankedList, RankedMeasure, Rulebook
from creditport.kernel.packs.schema import Basis
from creditport.kernel.packs.schema_consequences import Effect, Ground, ListKind, Scenario

BUCKETS = tuple(effect.value for effect in Effect)
_ORDER = {effect: at for at, effect in enumerate(BUCKETS)}


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as people cite it."""

    instrument: str
    article: str
    label: str
    label_en: str
    verified: bool


@dataclass(frozen=True, slots=True)
class OnList:
    """The entry that a measure follows."""

    id: int
    list: str
    label: str
    label_en: str
    agency: str
    document_number: str


@dataclass(frozen=True, slots=True)
class Applies:
    """One measure that applies, why, on which basis and for how long."""

    measure: str
    label: str
    label_en: str
    content: str
    content_en: str
    kind: str
    group: str
    effect: str
    basis: tuple[Cited, ...]
    list_entry: OnList | None
    record: str | None
    application: int | None
    since: str
    until: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that applies, by effect; the facts that the scenario may see; what is in work."""

    applies: tuple[Applies, ...]

    def bucket(self, effect: str) -> tuple[Applies, ...]:
        """What has that effect."""
        return tuple(each for each in self.applies if each.effect == effect)


@dataclass(frozen=True, slots=True)
class Carried:
    """A ground of a measure that some basis carries on the day, where the asker acts."""

    ground: Ground
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario on one day for askers of one division, with what the rules of one version say of it."""

    rules: Rulebook
    scenario: Scenario
    on: date
    division: str
    measures: tuple[RankedMeasure, ...]
    measure_ids: tuple[str, ...]
    grounds: Mapping[str, tuple[Carried, ...]]  # by measure: what follows by rule
    declared: Mapping[str, RankedList]  # the lists of that day
    lists: tuple[str, ...]  # whose entries the scenario may see
    items: tuple[str, ...]  # whose adverse records it may see


def plan_of(rules: Rulebook, scenario_id: str, on: date, division: str) -> Plan | None:
    """The scenario as it is on that day, for askers of that division; None if there is none."""
    scenario = rules.scenario(scenario_id, on)
    if scenario is None:
        return None
    found = (rules.measure_on(name, on) for name in scenario.measures)
    measures = tuple(each for each in found if each is not None)
    lists = sorted({each.id for each in rules.lists if each.kind in scenario.lists})
    return Plan(
        rules=rules,
        scenario=scenario,
        on=on,
        division=division,
        measures=measures,
        measure_ids=tuple(each.id for each in measures),
        grounds={each.id: _carried(rules, each, on, division) for each in measures if each.by_rule},
        declared={each.id: each for each in rules.lists if each.valid(on)},
        lists=tuple(lists),
        items=tuple(sorted(scenario.items)),
    )


def _carried(rules: Rulebook, measure: RankedMeasure, on: date, division: str) -> tuple[Carried, ...]:
    """Of two grounds for one entry the particular list comes first."""
    grounds = sorted(measure.follows, key=lambda ground: ground.list == ANY_SERIOUS)
    found = []
    for ground in grounds:
        standing = rules.standing(ground.basis, rank=measure.rank, division=division, on=on)
        if standing:
            found.append(Carried(ground, tuple(_cited(rules, basis) for basis in standing)))
    return tuple(found)


def decide_by(plan: Plan, facts: Facts) -> Answer:
    """What applies to the subject of the facts, in the scenario and on the day of the plan."""
    found: dict[tuple[str, int | None, str | None], Applies] = {}
    if not facts.empty:
        standing = tuple(entry for entry in facts.entries if _stands(plan, entry))
        for measure in plan.measures:
            if facts.kind in measure.subject_kinds:
                for each in _applying(plan, measure, facts, standing):
                    place = (each.measure, each.list_entry.id if each.list_entry else None, each.record)
                    found.setdefault(place, each)
    return Answer(applies=tuple(sorted(found.values(), key=lambda each: _ORDER[each.effect])))


def answer_json(answer: Answer, facts: Facts) -> dict[str, object]:
    """The answer as it is kept and sent."""
    buckets: dict[str, list[dict[str, object]]] = {effect: [] for effect in BUCKETS}
    for each in answer.applies:
        buckets[each.effect].append(plain(each))
    said: dict[str, object] = {**buckets}
    said["pending"] = [plain(each) for each in facts.pending]
    said["facts"] = {
        "entries": [plain(each) for each in facts.entries],
        "records": [plain(each) for each in facts.records],
    }
    return said


def _applying(plan: Plan, measure: RankedMeasure, facts: Facts, standing: tuple[EntryFact, ...]) -> Iterator[Applies]:
    """Applied ones first, then what follows by rule: from entries that stand, and from records."""
    for applied in facts.applied:
        if applied.measure == measure.id:
            yield from _as_applied(plan, measure, applied, facts)
    for carried in plan.grounds.get(measure.id, ()):
        for entry in standing:
            if _named(plan, carried.ground, entry.list):
                yield _by_rule(plan, measure, carried, entry=entry)
        for record in facts.records:
            if carried.ground.severity is not None and record.severity == carried.ground.severity:
                yield _by_rule(plan, measure, carried, record=record)


def _named(plan: Plan, ground: Ground, list_id: str | None) -> bool:
    """Whether the ground names the list: itself, or as one of the serious ones."""
    if list_id is None or ground.list is None:
        return False
    declared = plan.declared.get(list_id)
    return ground.list == list_id or (
        ground.list == ANY_SERIOUS and declared is not None and declared.kind is ListKind.SERIOUS
    )


def _stands(plan: Plan, entry: EntryFact) -> bool:
    """Whether the entry itself still stands on its basis."""
    declared = plan.declared.get(entry.list)
    if declared is None or declared.planned:
        return False
    cited = tuple(b for b in declared.basis if b.instrument == entry.instrument and (b.article or "") == entry.article)
    division = plan.rules.agencies.get(entry.agency, plan.rules.home)
    return bool(plan.rules.standing(cited, rank=declared.rank, division=division, on=plan.on))


def _as_applied(plan: Plan, measure: RankedMeasure, applied: AppliedFact, facts: Facts) -> Iterator[Applies]:
    division = plan.rules.agencies.get(applied.agency, "")
    for ground in sorted(measure.follows, key=lambda ground: ground.list == ANY_SERIOUS):
        by_severity = ground.severity is not None and ground.severity == applied.severity
        if not by_severity and not _named(plan, ground, applied.list):
            continue
        basis = tuple(
            b for b in ground.basis if b.instrument == applied.instrument and (b.article or "") == applied.article
        )
        standing = plan.rules.standing(basis, rank=measure.rank, division=division, on=plan.on)
        if standing:
            yield _made(
                plan,
                measure,
                Carried(ground, tuple(_cited(plan.rules, each) for each in standing)),
                entry=next((each for each in facts.entries if each.id == applied.entry), None),
                record=applied.record,
                application=applied.id,
                since=applied.since,
                until=applied.until,
            )
            return


def _by_rule(
    plan: Plan,
    measure: RankedMeasure,
    carried: Carried,
    *,
    entry: EntryFact | None = None,
    record: RecordFact | None = None,
) -> Applies:
    began = entry.since if entry is not None else record.decided_on if record is not None else ""
    ends = entry.until if entry is not None else record.until if record is not None else None
    if measure.most_months:
        longest = months_later(date.fromisoformat(began), measure.most_months).isoformat()
        ends = min(ends, longest) if ends else longest
    return _made(
        plan,
        measure,
        carried,
        entry=entry,
        record=record.key if record is not None else None,
        application=None,
        since=max(began, measure.valid_from.isoformat()),
        until=ends,
    )


def _made(
    plan: Plan,
    measure: RankedMeasure,
    carried: Carried,
    *,
    entry: EntryFact | None,
    record: str | None,
    application: int | None,
    since: str,
    until: str | None,
) -> Applies:
    return Applies(
        measure=measure.id,
        label=measure.label.zh,
        label_en=measure.label.en,
        content=measure.content.zh,
        content_en=measure.content.en,
        kind=measure.kind.value,
        group=measure.group.value,
        effect=(carried.ground.effect or measure.effect).value,
        basis=carried.cited,
        list_entry=_on_list(plan, entry) if entry is not None else None,
        record=record,
        application=application,
        since=since,
        until=until,
        verified=carried.ground.verified,
    )


def _cited(rules: Rulebook, basis: Basis) -> Cited:
    told = rules.instruments[basis.instrument]
    article = basis.article or ""
    return Cited(
        instrument=basis.instrument,
        article=article,
        label=f"《{told.label.zh}》{article}",
        label_en=f"{told.label.en} {article}".strip(),
        verified=told.verified,
    )


def _on_list(plan: Plan, entry: EntryFact) -> OnList:
    declared = plan.declared.get(entry.list)
    label = declared.label if declared is not None else None
    return OnList(
        id=entry.id,
        list=entry.list,
        label=label.zh if label else entry.list,
        label_en=label.en if label else entry.list,
        agency=entry.agency,
        document_number=entry.number,
    )
