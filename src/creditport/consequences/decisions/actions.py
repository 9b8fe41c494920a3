"""Answering what applies to a subject, and keeping what was answered.

The facts are read by one statement and the decision is kept by a second, together with its entry in the access log.
No transaction is needed around the two: the decision names the snapshot that its facts were read from. Decisions are
not chained into the audit log one by one (each would wait for the one before); `seal_decisions` chains them together.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from creditport.consequences.decisions.access import may_ask
from creditport.consequences.decisions.choices import RefusedBecause
from creditport.consequences.decisions.deciding import Answer, Plan, answer_json, decide_by
from creditport.consequences.decisions.events import DecisionsSealed, SubjectsChecked
from creditport.consequences.decisions.facts import Facts, canonical, digest, facts_text
from creditport.consequences.decisions.gathering import Gathered, gather_by_codes, gather_by_id, gather_one
from creditport.consequences.decisions.keeping import keep_many, keep_one
from creditport.consequences.decisions.queries import present_plan, to_seal
from creditport.consequences.refusals import RefusedError
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs

_CHUNK = 20_000


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
    decided: tuple[Decided, ...]
    unknown: tuple[str, ...]  # codes that no subject has


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


def decide_many(*, actor: Actor, at: datetime, subjects: Iterable[str], question: Question) -> Checked:
    """The same for many codes, set-based and in one transaction; codes of no subject are named in the answer."""
    plan = _plan(actor, at, question)
    wanted = tuple(dict.fromkeys(subjects))
    batch, uuids = uuid4(), _Uuids(at)
    decided: list[Decided] = []
    with transaction.atomic():
        for start in range(0, len(wanted), _CHUNK):
            found = gather_by_codes(plan, wanted[start : start + _CHUNK])
            decided += _keep(actor, at, question, plan, found, batch, uuids)
        known = {each.uscc for each in decided}
        unknown = tuple(code for code in wanted if code not in known)
        details = {"scenario": question.scenario, "subjects": len(decided), "unknown": len(unknown)}
        record_act(actor=actor, at=at, act="check.many", object_kind="check", object_id=str(batch), details=details)
        announce(SubjectsChecked(actor=actor, at=at, batch=batch, subjects=len(decided), unknown=len(unknown)))
    return Checked(batch=batch, decided=tuple(decided), unknown=unknown)


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


def _decided(found: Gathered, plan: Plan, id: UUID) -> tuple[Decided, dict[str, object]]:
    answer = decide_by(plan, found.facts)
    said = answer_json(answer, found.facts)
    kept, facts = canonical(said), facts_text(found.facts)
    row: dict[str, object] = {
        "id": id,
        "subject": found.facts.subject_id,
        "rules": plan.rules.version,
        "snapshot": found.snapshot,
        "facts": facts,
        "facts_digest": digest(facts),
        "answer": kept,
        "answer_digest": digest(kept),
    }
    return Decided(id, found.uscc or "", found.name, plan.rules.version, answer, found.facts, said), row


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
    actor: Actor, at: datetime, question: Question, plan: Plan, found: Sequence[Gathered], batch: UUID, uuids: _Uuids
) -> list[Decided]:
    made = [_decided(each, plan, uuids.next()) for each in found]
    keep_many(_asked(actor, at, question), batch, [row for _, row in made])
    return [decided for decided, _ in made]


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
