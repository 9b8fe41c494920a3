"""What applies to a subject in a scenario. Pure: facts and rules in, the answer out; the same today and in a replay.

A measure follows by rule from an entry or record that its grounds name, or because an agency applied it. Whatever way,
it follows only as long as a basis of that very ground carries it: in force on the day, high enough, and holding where
the agency acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from creditport.consequences.decisions.facts import AppliedFact, EntryFact, Facts, RecordFact
from creditport.consequences.lists.terms import months_later
from creditport.consequences.measures.rulebook import ANY_SERIOUS, RankedMeasure, Rulebook
from creditport.kernel.packs.schema import Basis
from creditport.kernel.packs.schema_consequences import Effect, Ground, ListKind, Scenario

BUCKETS = tuple(effect.value for effect in Effect)


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
class Plan:
    """A scenario on one day, with what the rules of one version say of it."""

    rules: Rulebook
    scenario: Scenario
    on: date
    measures: tuple[RankedMeasure, ...]
    lists: tuple[str, ...]  # whose entries the scenario may see
    items: tuple[str, ...]  # whose adverse records it may see


def plan_of(rules: Rulebook, scenario_id: str, on: date) -> Plan | None:
    """The scenario as it is on that day; None if there is none."""
    scenario = rules.scenario(scenario_id, on)
    if scenario is None:
        return None
    measures = (rules.measure_on(name, on) for name in scenario.measures)
    lists = sorted({each.id for each in rules.lists if each.kind in scenario.lists})
    return Plan(
        rules=rules,
        scenario=scenario,
        on=on,
        measures=tuple(each for each in measures if each is not None),
        lists=tuple(lists),
        items=tuple(sorted(scenario.items)),
    )


def decide_by(plan: Plan, facts: Facts) -> Answer:
    """What applies to the subject of the facts, in the scenario and on the day of the plan."""
    found: dict[tuple[str, int | None, str | None], Applies] = {}
    if not facts.empty:
        for measure in plan.measures:
            if facts.kind in measure.subject_kinds:
                for each in _applying(plan.rules, measure, facts):
                    place = (each.measure, each.list_entry.id if each.list_entry else None, each.record)
                    found.setdefault(place, each)
    order = {effect: at for at, effect in enumerate(BUCKETS)}
    return Answer(applies=tuple(sorted(found.values(), key=lambda each: order[each.effect])))


def answer_json(answer: Answer, facts: Facts) -> dict[str, object]:
    """The answer as it is kept and sent."""
    said: dict[str, object] = {effect: [asdict(each) for each in answer.bucket(effect)] for effect in BUCKETS}
    said["pending"] = [asdict(each) for each in facts.pending]
    said["facts"] = {
        "entries": [asdict(each) for each in facts.entries],
        "records": [asdict(each) for each in facts.records],
    }
    return said


def _applying(rules: Rulebook, measure: RankedMeasure, facts: Facts) -> Iterator[Applies]:
    """Applied ones first, then what follows by rule; of two grounds for one entry the particular list comes first."""
    on = date.fromisoformat(facts.day)
    grounds = sorted(measure.follows, key=lambda ground: ground.list == ANY_SERIOUS)
    for applied in facts.applied:
        if applied.measure == measure.id:
            yield from _as_applied(rules, measure, grounds, applied, facts)
    if not measure.by_rule:
        return
    for ground in grounds:
        carried = rules.standing(ground.basis, rank=measure.rank, division=facts.division, on=on)
        if not carried:
            continue
        for entry in facts.entries:
            if _follows(rules, ground, entry, on):
                yield _by_rule(rules, measure, ground, carried, entry=entry)
        for record in facts.records:
            if ground.severity is not None and record.severity == ground.severity:
                yield _by_rule(rules, measure, ground, carried, record=record)


def _follows(rules: Rulebook, ground: Ground, entry: EntryFact, on: date) -> bool:
    """Whether the ground names the entry's list, and the entry itself still stands on its basis."""
    declared = rules.list_on(entry.list, on)
    if declared is None or declared.planned:
        return False
    named = ground.list == entry.list or (ground.list == ANY_SERIOUS and declared.kind is ListKind.SERIOUS)
    cited = tuple(b for b in declared.basis if b.instrument == entry.instrument and (b.article or "") == entry.article)
    division = rules.agencies.get(entry.agency, rules.home)
    return named and bool(rules.standing(cited, rank=declared.rank, division=division, on=on))


def _as_applied(
    rules: Rulebook, measure: RankedMeasure, grounds: list[Ground], applied: AppliedFact, facts: Facts
) -> Iterator[Applies]:
    on = date.fromisoformat(facts.day)
    division = rules.agencies.get(applied.agency, "")
    for ground in grounds:
        declared = rules.list_on(applied.list, on) if applied.list else None
        serious = declared is not None and declared.kind is ListKind.SERIOUS
        named = ground.list is not None and (ground.list == applied.list or (ground.list == ANY_SERIOUS and serious))
        if not named and (ground.severity is None or ground.severity != applied.severity):
            continue
        cited = tuple(
            b for b in ground.basis if b.instrument == applied.instrument and (b.article or "") == applied.article
        )
        carried = rules.standing(cited, rank=measure.rank, division=division, on=on)
        if carried:
            yield _made(
                rules,
                measure,
                ground,
                carried,
                entry=next((each for each in facts.entries if each.id == applied.entry), None),
                record=applied.record,
                application=applied.id,
                since=applied.since,
                until=applied.until,
            )
            return


def _by_rule(
    rules: Rulebook,
    measure: RankedMeasure,
    ground: Ground,
    carried: tuple[Basis, ...],
    *,
    entry: EntryFact | None = None,
    record: RecordFact | None = None,
) -> Applies:
    began = entry.since if entry is not None else record.decided_on if record is not None else ""
    ends = entry.until if entry is not None else record.until if record is not None else None
    since = max(began, measure.valid_from.isoformat())
    longest = months_later(date.fromisoformat(began), measure.most_months) if measure.most_months else None
    until = min((day for day in (ends, longest.isoformat() if longest else None) if day), default=None)
    key = record.key if record is not None else None
    return _made(rules, measure, ground, carried, entry=entry, record=key, application=None, since=since, until=until)


def _made(
    rules: Rulebook,
    measure: RankedMeasure,
    ground: Ground,
    carried: tuple[Basis, ...],
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
        effect=(ground.effect or measure.effect).value,
        basis=tuple(_cited(rules, basis) for basis in carried),
        list_entry=_on_list(rules, entry) if entry is not None else None,
        record=record,
        application=application,
        since=since,
        until=until,
        verified=ground.verified,
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


def _on_list(rules: Rulebook, entry: EntryFact) -> OnList:
    label = next((each.label for each in rules.lists if each.id == entry.list), None)
    return OnList(
        id=entry.id,
        list=entry.list,
        label=label.zh if label else entry.list,
        label_en=label.en if label else entry.list,
        agency=entry.agency,
        document_number=entry.number,
    )
