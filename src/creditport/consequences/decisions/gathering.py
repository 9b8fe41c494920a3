"""Gathering of facts: of now for one subject or many, and as a kept decision saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from creditport.consequences.decisions.deciding import Plan
from creditport.consequences.decisions.facts import Facts, facts_of
from creditport.consequences.decisions.models import Decision
from creditport.kernel.statements.prepared import prepared_rows
from creditport.kernel.statements.statements import rows, statement

PENDING = ("repair", "repair-of-abnormal-entry", "objection", "list-removal", "bankruptcy-protection")


@dataclass(frozen=True, slots=True)
class Gathered:
    """A subject, what was known of it, and the snapshot that this was read from."""

    uscc: str | None
    name: str
    facts: Facts
    snapshot: str


def gather_one(plan: Plan, code: str) -> Gathered | None:
    """The facts of the subject with this code, if there is one, as far as the plan's scenario may see them."""
    values = {**_seen(plan), "codes": (code,), "ids": None}
    found = prepared_rows("default", "consequences.decisions", "facts_now", values)
    row = [value if value is None else value.decode() for value in found[0]] if found else None
    return _gathered((int(row[0] or 0), *row[1:]), plan.on.isoformat(), plan.division) if row else None


def gather_by_codes(plan: Plan, codes: Sequence[str]) -> tuple[Gathered, ...]:
    """The facts of the subjects with these codes, as far as the plan's scenario may see them."""
    return _gather(plan, {"codes": list(codes), "ids": None})


def gather_by_id(plan: Plan, subject_id: int) -> Gathered | None:
    """The same for one subject of the register."""
    return next(iter(_gather(plan, {"codes": None, "ids": [subject_id]})), None)


def gather_then(plan: Plan, decision: Decision, own: str) -> Facts:
    """What the decision saw; the cases that were in work are taken from what it kept. `own`: its transaction."""
    kept = facts_of(decision.facts)
    values = {
        **_values(plan),
        "subject": decision.subject_id,
        "snapshot": decision.snapshot,
        "own": own,
        "at": decision.asked_at,
    }
    entries, applied, records = rows("default", statement("consequences.decisions", "facts_then"), values)[0]
    said = {
        "day": kept.day,
        "subject_id": kept.subject_id,
        "kind": kept.kind,
        "division": kept.division,
        "entries": _loaded(entries),
        "applied": _loaded(applied),
        "records": _loaded(records),
        "pending": decision.facts["pending"],
    }
    return facts_of(said)


def _gather(plan: Plan, wanted: Mapping[str, object]) -> tuple[Gathered, ...]:
    found = rows("default", statement("consequences.decisions", "facts_now"), {**_values(plan), **wanted})
    return tuple(_gathered(row, plan.on.isoformat(), plan.division) for row in found)


def _seen(plan: Plan) -> dict[str, object]:
    """What the scenario may see."""
    return {
        "day": plan.on,
        "lists": plan.lists,
        "items": plan.items,
        "measures": plan.measure_ids,
        "pending": PENDING,
    }


def _values(plan: Plan) -> dict[str, object]:
    """The same as the driver takes it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in _seen(plan).items()}


def _gathered(row: Sequence[Any], day: str, division: str) -> Gathered:
    id, uscc, name, kind, entries, applied, records, pending, snapshot = row
    if entries == applied == records == pending == "[]":
        return Gathered(uscc, name, Facts(day=day, subject_id=id, kind=kind, division=division), snapshot)
    said = {
        "day": day,
        "subject_id": id,
        "kind": kind,
        "division": division,
        "entries": _loaded(entries),
        "applied": _loaded(applied),
        "records": _loaded(records),
        "pending": _loaded(pending),
    }
    return Gathered(uscc, name, facts_of(said), snapshot)


def _loaded(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str) else value
