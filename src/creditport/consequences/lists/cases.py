"""Entries and removals that went through the steps of a case: the case's own history is the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from creditport.consequences.lists.actions import (
    Proposal,
    Ruling,
    decide_entry,
    hear_statement,
    propose,
    remove,
    serve_notice,
)
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entry as entry_of
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import case as case_of
from creditport.engines.cases.queries import history
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.registry import packs

GOVERNMENT_DEFAULT = "government-default"


@dataclass(frozen=True, slots=True)
class Steps:
    """What the acts of a case say about due process."""

    served_on: date | None
    heard_on: date | None
    statement: str
    number: str
    head: str


def enter_as_decided(*, actor: Actor, at: datetime, case_id: int) -> ListEntry | None:
    """Make the entry a case decided, up to the decision; it holds once the decision was served."""
    case = case_of(case_id)
    if case is None or case.subject_id is None:
        return None
    steps = _steps(case_id)
    list_id = case.fields.get("list") or GOVERNMENT_DEFAULT
    basis = packs().credit_list(list_id, civil_day(at)).basis[0]
    proposal = Proposal(
        subject_id=case.subject_id,
        list_id=list_id,
        facts=str(case.fields.get("facts", "")),
        instrument=basis.instrument,
        article=basis.article or "",
        case_id=case_id,
    )
    entry = propose(actor=actor, at=at, agency=case.agency or actor.agency or "", proposal=proposal)
    if steps.served_on is not None:
        entry = serve_notice(actor=actor, at=at, entry_id=entry.pk, version=entry.version, served_on=steps.served_on)
    if steps.heard_on is not None:
        entry = hear_statement(
            actor=actor,
            at=at,
            entry_id=entry.pk,
            version=entry.version,
            heard_on=steps.heard_on,
            statement=steps.statement,
        )
    ruling = Ruling(
        number=steps.number, decided_on=civil_day(at), head=steps.head or actor.name, reasons=_reasons(case)
    )
    return decide_entry(actor=actor, at=at, entry_id=entry.pk, version=entry.version, ruling=ruling)


def remove_as_decided(*, actor: Actor, at: datetime, case_id: int, reason: str) -> None:
    """Remove the entry that a case was about, or the one that the case had made."""
    case = case_of(case_id)
    if case is None:
        return
    found = entry_of(int(case.about_id)) if case.about_kind == "list-entry" else None
    if found is None:
        found = ListEntry.objects.filter(case_id=case_id, state="in-force").first()
    if found is not None and found.state in {"in-force", "paused"}:
        remove(actor=actor, at=at, entry_id=found.pk, version=found.version, reason=reason or "移出条件已经满足")


def _steps(case_id: int) -> Steps:
    fields: dict[str, str] = {}
    heard: tuple[date, str] | None = None
    served: date | None = None
    for event in history(case_id):
        fields.update({key: str(value) for key, value in event.fields.items()})
        if event.act == "stated":
            heard = (civil_day(event.at), event.reason)
        if event.act in {"served", "hear"}:
            served = _day(event.fields) or civil_day(event.at)
    return Steps(
        served_on=served,
        heard_on=heard[0] if heard else None,
        statement=heard[1] if heard else "",
        number=fields.get("decision_number", ""),
        head=fields.get("head", ""),
    )


def _day(fields: Mapping[str, object]) -> date | None:
    said = fields.get("served_on")
    return date.fromisoformat(str(said)) if said else None


def _reasons(case: Case) -> str:
    return "；".join(event.reason for event in history(case.pk) if event.reason)[:4000] or str(case.fields)
