"""The steps of a piece of work as a track: what is done, where it stands, what comes next, who may, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creditport.engines.cases.models import Case, CaseEvent
from creditport.engines.cases.queries import Waiting
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.choices import Role
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseAct, CaseStep, CaseType
from creditport.sites.office.names import agency_name, in_language

State = Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step. `on`: the day it was reached; `waiting`: its clock, while it stands here."""

    label: str
    state: State
    on: date | None = None
    note: str = ""
    waiting: Waiting | None = None


def track_of(case: Case, kind: CaseType, events: tuple[CaseEvent, ...], waiting: Waiting) -> tuple[Stage, ...]:
    """The track of a case: the steps it went through, the one it stands at, those that lie ahead, the end."""
    reached = _reached(case, kind, events)
    present = [step.id for step in kind.steps].index(case.step)
    stages = []
    for index, step in enumerate(kind.steps):
        if case.open and index == present:
            stages.append(Stage(in_language(step.label), "now", case.entered_on, _who(case, step.desk), waiting))
        elif step.id in reached:
            stages.append(Stage(in_language(step.label), "done", reached[step.id]))
        elif case.open and index > present:
            stages.append(Stage(in_language(step.label), "ahead", None, _ahead(case, step)))
    return (*stages, _end(case, kind))


def _reached(case: Case, kind: CaseType, events: tuple[CaseEvent, ...]) -> dict[str, date]:
    """The steps it went through, each with the day on which it was done."""
    found = {kind.steps[0].id: case.opened_on}
    backdated = {act.id: act.begins_on for act in kind.step_acts() if act.begins_on}
    for event in events:
        said = event.fields.get(backdated.get(event.act, ""))
        day = date.fromisoformat(str(said)) if said else civil_day(event.at)
        if event.from_step in found and event.to_step != event.from_step:
            found[event.from_step] = day
        found.setdefault(event.to_step, day)
    return found


def _end(case: Case, kind: CaseType) -> Stage:
    if case.closed_at is None:
        return Stage(_("Outcome"), "ahead")
    return Stage(in_language(kind.outcome(case.outcome).label), "done", civil_day(case.closed_at))


def _ahead(case: Case, step: CaseStep) -> str:
    who = _who(case, step.desk)
    if step.deadline is None:
        return who
    days = step.deadline.workdays
    term = ngettext("within {days} working day", "within {days} working days", days).format(days=days)
    return _("{who}, {term}").format(who=who, term=term)


def _who(case: Case, desk: str) -> str:
    """Who works there: the agency by its name, any other desk by its own."""
    named = packs().desks[desk]
    if named.kind == "case-agency" and case.agency:
        return agency_name(case.agency)
    return in_language(named.label)


def who_may(case: Case, kind: CaseType, act: CaseAct) -> str:
    """Who may do an act, in words: at which desk, in which role."""
    desks = act.desks or (case.desk or kind.step(case.step).desk,)
    places = _(" or ").join(_who(case, desk) for desk in desks)
    roles = _(" or ").join(str(Role(role).label) for role in act.roles)
    return _("{place} · {roles}").format(place=places, roles=roles) if roles else places
