"""Checks of case types and repair rules: every step can be reached and left, every name leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from creditport.kernel.packs.declarations import Declaration, Declarations
from creditport.kernel.packs.faults import Fault
from creditport.kernel.packs.references import unknown
from creditport.kernel.packs.schema_cases import CaseAct, CaseFieldKind, CaseType
from creditport.kernel.packs.source import Place

Type = Declaration[CaseType]


def case_faults(found: Declarations) -> Iterator[Fault]:
    """Faults of case types, desks and repair rules."""
    desks = {each.value.id for each in found.desks}
    for each in found.case_types:
        yield from _desks(each, desks)
        yield from _ways(each)
    types = {each.value.id for each in found.case_types}
    items = {each.value.id for each in found.items}
    for rule in found.repair_rules:
        if rule.value.case_type not in types:
            yield unknown(rule, ("case_type",), rule.value.case_type, "case-types/", types)
        for index, item in enumerate(rule.value.items):
            if item not in items:
                yield unknown(rule, ("items", index), item, "catalogue/", items)
    agencies = {each.value.id for each in found.agencies}
    for desk in found.desks:
        agency = desk.value.agency
        if agency is not None and agency not in agencies:
            yield unknown(desk, ("agency",), agency, "agencies.yml", agencies)
        if (agency is None) == (desk.value.kind == "named-agency"):
            zh = "named-agency 的席位必须写 agency，其他席位不得写；请补上或删去"
            yield desk.fault(("kind",), zh, "a named-agency desk names its agency, and no other does; add or delete it")


def _acts(each: Type) -> Iterator[tuple[Place, CaseAct]]:
    for index, step in enumerate(each.value.steps):
        for number, act in enumerate(step.acts):
            yield ("steps", index, "acts", number), act
    for index, outcome in enumerate(each.value.outcomes):
        for number, act in enumerate(outcome.acts):
            yield ("outcomes", index, "acts", number), act


def _desks(each: Type, desks: set[str]) -> Iterator[Fault]:
    for place, desk in _named_desks(each):
        if desk not in desks:
            yield unknown(each, place, desk, "desks.yml", desks)
    for index, outcome in enumerate(each.value.outcomes):
        if outcome.acts and outcome.desk is None:
            zh = "结果之后还可以办理, 却没有写由谁办理; 请补上 desk"
            yield each.fault(("outcomes", index, "acts"), zh, "acts after an outcome need a desk; add 'desk'")


def _named_desks(each: Type) -> Iterator[tuple[Place, str]]:
    for index, desk in enumerate(each.value.opened_by):
        yield ("opened_by", index), desk
    for index, step in enumerate(each.value.steps):
        yield ("steps", index, "desk"), step.desk
    for index, outcome in enumerate(each.value.outcomes):
        if outcome.desk is not None:
            yield ("outcomes", index, "desk"), outcome.desk
    for place, act in _acts(each):
        for index, desk in enumerate(act.desks):
            yield (*place, "desks", index), desk


def _ways(each: Type) -> Iterator[Fault]:
    steps = {step.id for step in each.value.steps}
    outcomes = {outcome.id for outcome in each.value.outcomes}
    reached = {each.value.steps[0].id} | {outcome.id for outcome in each.value.outcomes if outcome.by_itself}
    for place, act in _acts(each):
        if act.to is not None and act.outcome is not None:
            zh = "一个动作不能既转入下一步又得出结果；请只留一个"
            yield each.fault((*place, "to"), zh, "an act leads to a step or to an outcome, not to both; keep one")
        if act.to is not None and act.to not in steps:
            yield unknown(each, (*place, "to"), act.to, "steps", steps)
        if act.outcome is not None and act.outcome not in outcomes:
            yield unknown(each, (*place, "outcome"), act.outcome, "outcomes", outcomes)
        days = {field.id for field in act.fields if field.kind is CaseFieldKind.DATE and field.required}
        if act.begins_on is not None and act.begins_on not in days:
            yield unknown(each, (*place, "begins_on"), act.begins_on, "fields", days)
        if act.effects and act.outcome is not None:
            zh = "得出结果的动作，其效果写在结果里；请移到 outcomes"
            yield each.fault((*place, "effects"), zh, "what follows an outcome is written there; move the effects")
        reached |= {name for name in (act.to, act.outcome) if name is not None}
    for name in sorted((steps | outcomes) - reached):
        zh = f"没有任何动作通往“{name}”；请补上动作或删去"
        yield each.fault(("steps",), zh, f"no act leads to '{name}'; add one or delete it")
