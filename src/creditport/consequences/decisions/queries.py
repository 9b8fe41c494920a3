"""Reads of decisions: one of them, those of an agency, its replay, and what today would say instead."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from creditport.consequences.decisions.deciding import Plan, answer_json, decide_by, plan_of
from creditport.consequences.decisions.facts import canonical, digest, facts_of, facts_text
from creditport.consequences.decisions.gathering import gather_by_id, gather_then
from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.terms import months_later
from creditport.consequences.measures.queries import kept_rulebook, present_rulebook
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_consequences import Effect
from creditport.kernel.statements.statements import rows, statement

_PART = 10_000
DISCRETION = "enforcement-discretion"  # the scenario that says how far back a violation counts


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that applied then and would not today, or the other way round, or to another effect."""

    measure: str
    then: str | None  # effect
    today: str | None


@dataclass(frozen=True, slots=True)
class DueForSeal:
    """Decisions of transactions from `since` up to and without `until`, and the digest over them."""

    since: str
    until: str
    decisions: int
    digest: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision made again from the facts and rules of its moment."""

    decision: UUID
    rules: str
    facts_equal: bool
    answer_equal: bool
    differs_today: tuple[Difference, ...]
    rules_today: str

    @property
    def equal(self) -> bool:
        """Whether the same facts were found and the same answer made."""
        return self.facts_equal and self.answer_equal


@dataclass(frozen=True, slots=True)
class Violation:
    """A penalty that was held against a subject, shown or not."""

    key: UUID
    violation: str
    document_number: str
    decided_on: date
    severity: str


@dataclass(frozen=True, slots=True)
class Violations:
    """Advice on a first violation (m25): the penalties of the last years, of one kind if it was asked for.

    It decides nothing: Article 33 of the Administrative Penalty Law leaves it to the officer whether a first and
    slight violation that was mended in time goes without penalty.
    """

    since: date
    records: tuple[Violation, ...]

    @property
    def first(self) -> bool:
        """Whether a violation now would be the first of its kind, as far as the platform knows."""
        return not self.records


def first_violation(subject_id: int, *, on: date, kind: str = "") -> Violations:
    """The penalties that count against a subject on a day; `kind`: words that the type of violation contains."""
    months = packs().scenario(DISCRETION, on).look_back_months or 0
    since = months_later(on, -months)
    values = {"subject": subject_id, "since": since, "until": on, "kind": kind}
    found = rows("default", statement("consequences.decisions", "violations"), values)
    return Violations(since=since, records=tuple(Violation(*row) for row in found))


def present_plan(scenario: str, on: date, agency: str | None) -> Plan | None:
    """A scenario by the present rules on a day, for an agency; without one, for the whole province."""
    rules = present_rulebook()
    return _plan(packs().version, scenario, on, rules.agencies.get(agency or "", rules.home))


@lru_cache(maxsize=256)
def _plan(version: str, scenario: str, on: date, division: str) -> Plan | None:
    return plan_of(present_rulebook(), scenario, on, division)


def decision(id: UUID) -> Decision | None:
    """One decision."""
    return Decision.objects.filter(pk=id).first()


def decisions(*, agency: str | None = None) -> QuerySet[Decision]:
    """Decisions asked by one agency, or all; newest first."""
    found = Decision.objects.order_by("-asked_at", "-id")
    return found.filter(agency=agency) if agency else found


def to_seal() -> DueForSeal:
    """The decisions of transactions that are over and not sealed yet, by one digest over all of them.

    Inside a transaction: after a large file they are many, and are read part by part.
    """
    since, until = rows("default", statement("consequences.decisions", "sealed_until"))[0]
    sealed, count = hashlib.sha256(), 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement("consequences.decisions", "to_seal"), {"since": since, "until": until})
        while found := cursor.fetchmany(_PART):
            count += len(found)
            lines = (f"{id}:{facts_digest}:{answer_digest}\n" for id, facts_digest, answer_digest in found)
            sealed.update("".join(lines).encode())
    return DueForSeal(since=since, until=until, decisions=count, digest=sealed.hexdigest())


def decisions_about(subject_id: int) -> QuerySet[Decision]:
    """Every check of a subject, newest first: for the subject itself."""
    return Decision.objects.filter(subject_id=subject_id).order_by("-asked_at", "-id")


def replay(id: UUID, *, on: date) -> Replay | None:
    """Make a decision again, and compare it with what today would say; None if there is no such decision.

    The facts are read again from the rows that the decision's snapshot saw, and the rules from the kept text of its
    version. Raises UnknownRulesError if that text is not kept.
    """
    kept = decision(id)
    if kept is None:
        return None
    facts = facts_of(kept.facts)
    plan = plan_of(kept_rulebook(kept.rules), kept.scenario, date.fromisoformat(facts.day), facts.division)
    if plan is None:
        return Replay(kept.pk, kept.rules, False, False, (), packs().version)
    own = rows("default", statement("consequences.decisions", "own_transaction"), {"id": id})[0][0]
    again = gather_then(plan, kept, own)
    answer = canonical(answer_json(decide_by(plan, again), again))
    return Replay(
        decision=kept.pk,
        rules=kept.rules,
        facts_equal=digest(facts_text(again)) == kept.facts_digest,
        answer_equal=digest(answer) == kept.answer_digest,
        differs_today=_differs(kept, on),
        rules_today=packs().version,
    )


def _differs(kept: Decision, on: date) -> tuple[Difference, ...]:
    then = _effects(kept.answer)
    plan = present_plan(kept.scenario, on, kept.agency)
    found = gather_by_id(plan, kept.subject_id) if plan is not None else None
    today = _effects(answer_json(decide_by(plan, found.facts), found.facts)) if plan and found else {}
    names = sorted(then.keys() | today.keys())
    return tuple(
        Difference(name, then.get(name), today.get(name)) for name in names if then.get(name) != today.get(name)
    )


def _effects(answer: dict[str, object]) -> dict[str, str]:
    """The strictest effect of each measure."""
    found: dict[str, str] = {}
    for effect in Effect:
        applying = answer.get(effect.value)
        assert isinstance(applying, list)
        for each in applying:
            found.setdefault(each["measure"], effect.value)
    return found
