"""Entries and removals that go through the steps of a case: each act of the case takes the entry one step on.

The case knows desks, days and documents, the entry knows due process; both move in one transaction or not at all. Which
act does what is said by its `effects` in the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from creditport.consequences.lists import steps
from creditport.consequences.lists.actions import (
    Proposal,
    Ruling,
    annul,
    decide_entry,
    hear_statement,
    propose,
    put_in_force,
    remove,
    serve_notice,
)
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entry as entry_of
from creditport.consequences.lists.queries import entry_of_case, proposer_of
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.actions import CaseAbout, open_case
from creditport.engines.cases.events import CaseActed, CaseDecided
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import case as case_of
from creditport.engines.cases.queries import case_type_of
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import CaseType

ABOUT_LISTING = "listing"  # a list and a subject: one case at a time
ABOUT_ENTRY = "list-entry"
REMOVAL = "list-removal"
REFERENCE = "reference"  # the field for the number of the agency's own file
GROUND = "ground"  # the field that names a condition of removal

Told = CaseActed | CaseDecided


def begin_entry(
    *,
    actor: Actor,
    at: datetime,
    agency: str,
    proposal: Proposal,
    reference: str = "",
    documents: Sequence[NewDocument] = (),
) -> Case:
    """Propose an entry and open the case by whose steps it is made, as its list declares.

    `reference`: the number of the agency's own file; of a natural person it is all that a page may show.
    """
    declared = packs().credit_list(proposal.list_id, civil_day(at))
    with transaction.atomic():
        case = open_case(
            actor=actor,
            at=at,
            type_id=declared.case_type,
            subject_id=proposal.subject_id,
            about=CaseAbout(ABOUT_LISTING, f"{proposal.list_id}:{proposal.subject_id}", agency),
            fields={REFERENCE: reference} if reference else {},
            documents=documents,
        )
        propose(actor=actor, at=at, agency=agency, proposal=replace(proposal, case_id=case.pk))
    return case


def begin_removal(
    *,
    actor: Actor,
    at: datetime,
    entry: ListEntry,
    statement: str,
    ground: str = "",
    documents: Sequence[NewDocument] = (),
) -> Case:
    """Open the case in which the deciding agency looks at whether the conditions of removal are met."""
    return open_case(
        actor=actor,
        at=at,
        type_id=REMOVAL,
        subject_id=entry.subject_id,
        about=CaseAbout(ABOUT_ENTRY, str(entry.pk), entry.agency),
        fields={GROUND: ground, "statement": statement},
        documents=documents,
    )


def hindrance(effects: Sequence[str], entry: ListEntry, actor: Actor, on: date) -> RefusedError | None:
    """Why an act with these effects would be refused today, for the page that offers it."""
    declared = packs().credit_list(entry.list_id, on)
    if "list-entry-decided" in effects:
        proposer = proposer_of(entry)
        return steps.hindrance_to_decide(entry, declared, proposer=proposer, decider=actor.name, on=on)
    if "list-statement-over" in effects:
        return steps.hindrance_to_go_on(entry, declared, on=on)
    return steps.hindrance_to_have_heard(entry) if "list-statement-heard" in effects else None


def entry_of_a_case(case: Case) -> ListEntry | None:
    """The entry that a case makes, or that it is to remove."""
    found = entry_of(int(case.about_id)) if case.about_kind == ABOUT_ENTRY else None
    return found or entry_of_case(case.pk)


def follow(told: Told) -> None:
    """Take the entry the step that an act of its case stands for."""
    for effect in told.effects:
        step = _STEPS.get(effect)
        entry = _entry(told) if step is not None else None
        if step is not None and entry is not None:
            step(told, entry)


def _entry(told: Told) -> ListEntry | None:
    found = entry_of(int(told.about_id)) if told.about_kind == ABOUT_ENTRY else None
    return found or entry_of_case(told.case_id)


def _notice_served(told: Told, entry: ListEntry) -> None:
    served_on = _day(told, "served_on")
    way = _way(told)
    serve_notice(
        actor=told.actor, at=told.at, entry_id=entry.pk, version=entry.version, served_on=served_on, service=way
    )


def _statement_made(told: Told, entry: ListEntry) -> None:
    hear_statement(
        actor=told.actor,
        at=told.at,
        entry_id=entry.pk,
        version=entry.version,
        heard_on=_day(told, "heard_on"),
        statement=told.reason,
    )


def _statement_over(told: Told, entry: ListEntry) -> None:
    declared = packs().credit_list(entry.list_id, civil_day(told.at))
    steps.refuse(steps.hindrance_to_go_on(entry, declared, on=civil_day(told.at)))


def _statement_heard(told: Told, entry: ListEntry) -> None:
    steps.refuse(steps.hindrance_to_have_heard(entry))


def _decided(told: Told, entry: ListEntry) -> None:
    ruling = Ruling(
        number=told.fields["decision_number"],
        decided_on=civil_day(told.at),
        head=told.fields["head"],
        reasons=told.reason,
    )
    decide_entry(actor=told.actor, at=told.at, entry_id=entry.pk, version=entry.version, ruling=ruling)


def _in_force(told: Told, entry: ListEntry) -> None:
    put_in_force(
        actor=told.actor,
        at=told.at,
        entry_id=entry.pk,
        version=entry.version,
        served_on=_day(told, "served_on"),
        service=_way(told),
    )


def _dropped(told: Told, entry: ListEntry) -> None:
    annul(actor=told.actor, at=told.at, entry_id=entry.pk, version=entry.version, reason=told.reason)


def _removed(told: Told, entry: ListEntry) -> None:
    reason = told.reason or "移出条件已经满足"
    if entry.state in {"in-force", "paused"}:
        remove(actor=told.actor, at=told.at, entry_id=entry.pk, version=entry.version, reason=reason)


_STEPS: dict[str, Callable[[Told, ListEntry], None]] = {
    "list-notice-served": _notice_served,
    "list-statement-made": _statement_made,
    "list-statement-over": _statement_over,
    "list-statement-heard": _statement_heard,
    "list-entry-decided": _decided,
    "list-entry-in-force": _in_force,
    "list-entry-dropped": _dropped,
    "list-removal-decided": _removed,
}


def _day(told: Told, field: str) -> date:
    """The day that the act names; what is not asked for happened today."""
    said = told.fields.get(field)
    return date.fromisoformat(said) if said else civil_day(told.at)


def _way(told: Told) -> str:
    """How something was served, in the language of the decision; the engine keeps a choice by its English word."""
    case = case_of(told.case_id)
    said = told.fields.get("service", "")
    return _words(case_type_of(case), said) if case is not None and said else said


def _words(kind: CaseType, said: str) -> str:
    values = {value.en: value.zh for act in kind.step_acts() for field in act.fields for value in field.values}
    return values.get(said, said)
