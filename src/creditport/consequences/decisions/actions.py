"""Answering what applies to a subject, and keeping what was answered.

The facts are read by one statement and the decision is kept by a second, together with its entry in the access log.
No transaction is needed around the two: the decision names the snapshot that its facts were read from. Decisions are
not chained into the audit log one by one (each would wait for the one before); `seal_decisions` chains them together.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID, uuid4

from django.db import transaction

from creditport.consequences.decisions.access import may_ask
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.decisions.deciding import Answer, Plan, answer_json, decide_by
from creditport.consequences.decisions.events import DecisionsSealed, SubjectsChecked
from creditport.consequences.decisions.facts import Facts, canonical, digest, facts_text
from creditport.consequences.decisions.gathering import Gathered, gather_by_codes, gather_by_id, gather_one
from creditport.consequences.decisions.keeping import Row, keep_many, keep_one
from creditport.consequences.decisions.queries import present_plan, to_seal
from creditport.consequences.refusals import RefusedError
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs

_PART = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """In which scenario, for which purpose, and in which case of the asker's own."""

    scenario: str
    purpose: str
    case: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer that is kept: its number, and what it says."""

    id: UUID
    uscc: str
    name: str
    rules: str
    answer: Answer
    facts: Facts
    said: dict[str, object]  # as it is kept and sent


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of subjects that was answered."""

    batch: UUID
    subjects: int
    unknown: tuple[str, ...]  # codes that no subject has


@dataclass(frozen=True, slots=True)
class Done:
    """How many codes of a file are done."""

    codes: int
    of: int


Told = Callable[[Sequence[Decided], Done], None]


def decide(*, actor: Actor, at: datetime, subject: str, question: Question) -> Decided:
    """What applies to the subject with this code. Raises RefusedError for an unknown subject, scenario or purpose."""
    plan = _plan(actor, at, question)
    found = gather_one(plan, subject)
    if found is None:
        raise _refused(RefusedBecause.SUBJECT)
    decided, row = _decided(found, plan, _Uuids(at).next())
    keep_one(_asked(actor, at, question), row)
    return decided


def decide_by_id(*, actor: Actor, at: datetime, subject_id: int, question: Question) -> Decided:
    """The same for a subject of the register that has no code: a natural person (see `persons`)."""
    plan = _plan(actor, at, question)
    found = gather_by_id(plan, subject_id)
    if found is None:
        raise _refused(RefusedBecause.SUBJECT)
    decided, row = _decided(found, plan, _Uuids(at).next())
    keep_one(_asked(actor, at, question), row)
    return decided


def decide_many(
    *, actor: Actor, at: datetime, subjects: Iterable[str], question: Question, told: Told | None = None
) -> Checked:
    """The same for many codes, set-based and in one transaction; codes of no subject are named in the answer.

    `told` gets the decisions part by part, in the order of the codes; they are kept only once this returns.
    """
    plan = _plan(actor, at, question)
    wanted = tuple(dict.fromkeys(subjects))
    asked, batch, uuids = _asked(actor, at, question), uuid4(), _Uuids(at)
    decided, unknown = 0, list[str]()
    with transaction.atomic():
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            found = {each.uscc: each for each in gather_by_codes(plan, part)}
            made = _keep(plan, asked, [found[code] for code in part if code in found], batch, uuids)
            decided += len(made)
            unknown += [code for code in part if code not in found]
            if told is not None:
                told(made, Done(decided + len(unknown), len(wanted)))
        details = {"scenario": question.scenario, "subjects": decided, "unknown": len(unknown)}
        record_act(actor=actor, at=at, act="check.many", object_kind="check", object_id=str(batch), details=details)
        announce(SubjectsChecked(actor=actor, at=at, batch=batch, subjects=decided, unknown=len(unknown)))
    return Checked(batch=batch, subjects=decided, unknown=tuple(unknown))


def seal_decisions(*, actor: Actor, at: datetime) -> DecisionsSealed:
    """Chain the decisions kept since the last seal into the audit log, by one digest over all of them.

    Only transactions that are over are sealed, so that no decision can slip in between two seals.
    """
    with transaction.atomic():
        due = to_seal()
        seal = DecisionsSealed(
            actor=actor, at=at, since=due.since, until=due.until, decisions=due.decisions, digest=due.digest
        )
        details = {"since": due.since, "until": due.until, "decisions": due.decisions, "digest": due.digest}
        record_act(actor=actor, at=at, act="check.seal", object_kind="check", object_id="seal", details=details)
        announce(seal)
    return seal


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as values and as the text that is kept."""

    answer: Answer
    values: dict[str, object]
    text: str
    digest: str


class _Uuids:
    """Time-ordered identifiers (UUID version 7), so that the index grows at one end."""

    def __init__(self, at: datetime) -> None:
        self._millis = int(at.timestamp() * 1000) if at else int(time.time() * 1000)

    def next(self) -> UUID:
        random = int.from_bytes(os.urandom(10), "big")
        value = (self._millis & 0xFFFFFFFFFFFF) << 80 | random
        value = value & ~(0xF << 76) | 0x7 << 76
        return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def _plan(actor: Actor, at: datetime, question: Question) -> Plan:
    if not may_ask(actor):
        raise NotPermittedError(f"{actor.name} may not ask what applies to a subject")
    plan = present_plan(question.scenario, civil_day(at), actor.agency)
    if plan is None:
        raise _refused(RefusedBecause.SCENARIO)
    if question.purpose not in plan.scenario.purposes:
        raise _refused(RefusedBecause.PURPOSE)
    return plan


def _decided(found: Gathered, plan: Plan, id: UUID) -> tuple[Decided, Row]:
    facts, rules = found.facts, plan.rules.version
    said = _nothing() if facts.empty else _said(decide_by(plan, facts), facts)
    text = facts_text(facts)
    row = Row(id, facts.subject_id, rules, found.snapshot, text, digest(text), said.text, said.digest)
    return Decided(id, found.uscc or "", found.name, rules, said.answer, facts, said.values), row


def _said(answer: Answer, facts: Facts) -> _Said:
    values = answer_json(answer, facts)
    text = canonical(values)
    return _Said(answer, values, text, digest(text))


@cache
def _nothing() -> _Said:
    """What is said of every subject of which nothing is known, worked out once."""
    return _said(Answer(applies=()), Facts(day="", subject_id=0, kind="", division=""))


def _asked(actor: Actor, at: datetime, question: Question) -> dict[str, object]:
    purpose = packs().purposes[question.purpose]
    return {
        "at": at,
        "actor_kind": str(actor.kind),
        "actor_name": actor.name,
        "agency": actor.agency or "",
        "scenario": question.scenario,
        "purpose": question.purpose,
        "case": question.case,
        "consent": question.consent,
        "basis": " ".join(f"{basis.instrument} {basis.article or ''}".strip() for basis in purpose.basis)[:200],
    }


def _keep(
    plan: Plan, asked: Mapping[str, object], found: Sequence[Gathered], batch: UUID, uuids: _Uuids
) -> list[Decided]:
    made: list[Decided] = []

    def rows() -> Iterator[Row]:
        for each in found:
            decided, row = _decided(each, plan, uuids.next())
            made.append(decided)
            yield row

    keep_many(asked, batch, rows())
    return made


_TEXTS = {
    RefusedBecause.SCENARIO: ("没有这样的应用场景。", "There is no such scenario."),
    RefusedBecause.PURPOSE: ("查询目的不适用于该应用场景。", "The purpose does not go with this scenario."),
    RefusedBecause.SUBJECT: (
        "没有使用该统一社会信用代码的信用主体。",
        "No subject has this unified social credit code.",
    ),
    RefusedBecause.CONSENT: ("该目的须经本人同意。", "This purpose needs the person's consent."),
}


def _refused(because: RefusedBecause) -> RefusedError:
    zh, en = _TEXTS[because]
    return RefusedError(code=because.value, zh=zh, en=en)
