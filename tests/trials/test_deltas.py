"""R2: the replay of all deltas on an empty client equals the full export, byte for byte, after any operations.

Reports, amendments, withdrawals, new rules, corrections, repairs granted and revoked, proceedings with suspension and
annulment, protections, terms that end, and versions that join another subject, a person or nobody: which is what a
merge of two subjects would do to their records (the register has no merge of its own).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from creditport.consequences.proceedings.choices import Contested, Result
from creditport.consequences.proceedings.models import Proceeding
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.actions import grant_repair, revoke_repair
from creditport.consequences.repair.choices import Ending
from creditport.consequences.repair.protection import begin_protection, end_protection
from creditport.consequences.repair.queries import protection_of
from creditport.consequences.repair.refusals import RepairRefusedError
from creditport.engines.cases.actions import CaseAbout, open_case
from creditport.foundation.exchange.queries import changes, full_export
from creditport.foundation.exchange.replay import Replica
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.cases import AGENCY, OFFICER, OPERATOR
from tests.factories.proceedings import SUED, contest, end, go_on, suspend
from tests.factories.records import RecordDraft, draft, make_subject, next_version, unwritten
from tests.trials.scale import rounds, tell

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = rounds(4)
OPERATIONS = 210
DONE: Counter[str] = Counter()


@dataclass
class Client:
    """A copy that follows the feed from its beginning."""

    replica: Replica = field(default_factory=Replica)
    cursor: str = ""

    def read_all(self, at: datetime, limit: int) -> None:
        more = True
        while more:
            page = changes(self.cursor, limit=limit, at=at)
            for change in page.changes:
                self.replica.apply(change)
            self.cursor, more = page.cursor.text(), page.more

    def must_equal(self, at: datetime) -> None:
        assert self.replica.export(civil_day(at)) == b"".join(full_export(at=at))


class World:
    """Some subjects, what was last reported of each record, and a clock that only goes forward."""

    def __init__(self, seed: int, at: datetime) -> None:
        self.chance = random.Random(seed)
        self.at = at
        self.subjects = [make_subject(at=at, uscc=f"91460100MA5RFXB{n:03d}").pk for n in range(5)]
        self.person = make_subject(at=at, kind="person").pk
        self.keys: list[UUID] = []
        self.granted: dict[UUID, int] = {}
        self.suits: dict[UUID, Proceeding] = {}
        self.numbers = 0

    def number(self) -> str:
        self.numbers += 1
        return str(self.numbers)

    def passes(self) -> None:
        self.at += timedelta(hours=self.chance.choice([0, 0, 5, 30]))

    def latest(self) -> Record:
        return Record.objects.filter(key=self.chance.choice(self.keys)).latest("version")

    # -- what sources say: any number of rows in one commit ---------------------------------------------------------

    def rows(self, number: int) -> None:
        """So many rows, some about the same record, written together."""
        standing = {one.key: _as_draft(one) for one in Record.objects.order_by("key", "-version").distinct("key")}
        written = []
        for _ in range(number):
            name = self.chance.choices(list(SAID), list(SAID.values()))[0] if standing else "report"
            was = standing[self.chance.choice(self.keys)] if name != "report" else None
            one = getattr(self, name)(was) if was else self.report()
            standing[one.key] = one
            written.append(unwritten(one, at=self.at))
            DONE[name] += 1
        Record.objects.bulk_create(written)

    def report(self) -> RecordDraft:
        one = replace(draft(self.chance.choice(self.subjects)), key=UUID(int=self.chance.getrandbits(128)))
        self.keys.append(one.key)
        return self._shown(replace(one, item=self.chance.choice(["penalty", "penalty", "penalty", "licence"])))

    def _shown(self, one: RecordDraft) -> RecordDraft:
        today, chance = civil_day(self.at), self.chance
        begins = today + timedelta(days=chance.choice([0, 0, 0, 1, 3]))
        return replace(
            one,
            subject_id=one.subject_id or chance.choice(self.subjects),
            state=RecordState.IN_FORCE,
            shown=True,
            public_from=begins,
            repair_opens_on=today + timedelta(days=chance.choice([-1, 0, 5])),
            public_until=begins + timedelta(days=chance.choice([0, 1, 2, 5, 30, 90, 365])),
            fine=str(chance.randrange(100)),
        )

    def amend(self, was: RecordDraft) -> RecordDraft:
        return self._shown(replace(next_version(was), cause=Cause.AMENDED))

    def new_rules(self, was: RecordDraft) -> RecordDraft:
        return self._shown(replace(next_version(was), cause=Cause.RULES))

    def hold(self, was: RecordDraft) -> RecordDraft:
        """The row is of a kind that may not be shown any more."""
        return replace(next_version(was), shown=False)

    def withdraw(self, was: RecordDraft) -> RecordDraft:
        gone = replace(
            next_version(was), cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False, reason="撤销"
        )
        return replace(gone, public_from=None, repair_opens_on=None, public_until=None)

    def join_another(self, was: RecordDraft) -> RecordDraft:
        return replace(self.amend(was), subject_id=self.chance.choice(self.subjects), linked_by="uscc")

    def join_a_person(self, was: RecordDraft) -> RecordDraft:
        return replace(self.amend(was), subject_id=self.person, linked_by="person-index")

    def join_nobody(self, was: RecordDraft) -> RecordDraft:
        return replace(next_version(was), subject_id=None, shown=False)

    # -- what happens on the platform: through its own actions ----------------------------------------------------

    def _case(self, kind: str, subject_id: int, fields: dict[str, str], agency: str = "") -> int:
        about = CaseAbout("test", self.number(), agency) if agency else CaseAbout("subject", self.number())
        return open_case(actor=SYSTEM, at=self.at, type_id=kind, subject_id=subject_id, about=about, fields=fields).pk

    def grant(self) -> None:
        record = self.latest()
        case = self._case("repair", record.subject_id or 0, {}, AGENCY)
        grant_repair(actor=OFFICER, at=self.at, case_id=case, record_key=record.key, reason="")
        self.granted[record.key] = case

    def revoke(self) -> None:
        key = self.chance.choice(sorted(self.granted, key=str))
        case = self.granted.pop(key)
        revoke_repair(actor=OFFICER, at=self.at, case_id=case, record_key=key, reason="材料虚假")

    def sue(self) -> None:
        record = self.latest()
        filing = replace(SUED, reference=f"号{self.number()}")
        self.suits[record.key] = contest(self.at, Contested.RECORD, record.key, filing=filing)

    def court(self) -> None:
        key = self.chance.choice(sorted(self.suits, key=str))
        orders: tuple[Callable[[], None], ...] = (
            lambda: suspend(self.at, self.suits[key]),
            lambda: go_on(self.at, self.suits[key]),
            lambda: end(self.at, self.suits.pop(key), Result.ANNULLED),
            lambda: end(self.at, self.suits.pop(key), Result.UPHELD),
        )
        self.chance.choice(orders)()

    def protect(self) -> None:
        subject = self.chance.choice(self.subjects)
        fields = {"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-01"}
        case = self._case("bankruptcy-protection", subject, fields)
        begin_protection(actor=OPERATOR, at=self.at, case_id=case, subject_id=subject)

    def plan_fails(self) -> None:
        standing = protection_of(self.chance.choice(self.subjects))
        if standing is not None:
            end_protection(actor=OPERATOR, at=self.at, case_id=standing.case_id, ending=Ending.FAILED, reason="x")

    def act(self) -> None:
        """An act of the platform, if what it needs is there and the rules allow it."""
        name = self.chance.choices(list(ACTS), list(ACTS.values()))[0]
        if (name == "revoke" and not self.granted) or (name == "court" and not self.suits):
            return
        try:
            with transaction.atomic():
                getattr(self, name)()
        except (RepairRefusedError, RefusedError):
            return
        DONE[name] += 1


SAID = {
    "report": 30, "amend": 25, "new_rules": 10, "hold": 6, "withdraw": 12, "join_another": 6, "join_a_person": 4,
    "join_nobody": 7,
}  # fmt: skip
ACTS = {"grant": 35, "revoke": 15, "sue": 15, "court": 25, "protect": 5, "plan_fails": 5}


def _as_draft(one: Record) -> RecordDraft:
    return RecordDraft(**{name: getattr(one, name) for name in _COPIED}, linked_by=one.linked_by or "uscc")


_COPIED = (
    "key", "subject_id", "version", "item", "adverse", "severity", "decided_on", "state", "shown", "public_from",
    "repair_opens_on", "public_until",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(SEEDS))
def test_replay_equals_export_after_any_operations(seed: int, at: datetime) -> None:
    world, following, before = World(seed, at), Client(), DONE.total()
    world.rows(5)
    while DONE.total() < before + OPERATIONS:
        if world.chance.random() < 0.7:
            world.act()
        else:
            world.rows(world.chance.choice([1, 2, 10, 30]))
        world.passes()
        if world.chance.random() < 0.12:
            following.read_all(world.at, world.chance.choice([3, 50]))
            following.must_equal(world.at)
    for client, limit in ((following, 7), (Client(), 500)):
        client.read_all(world.at, limit)
        client.must_equal(world.at)
    if seed == SEEDS - 1:
        tell(f"R2: {SEEDS} seeds, {DONE.total()} operations: {dict(DONE.most_common())}")
