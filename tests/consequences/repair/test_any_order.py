"""No order of events leaves a repaired record visible, a sanction without its ground, or a check not to be replayed.

Reports, amendments, withdrawals, repairs, revocations, protections, objections, lawsuits, annulments, checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.decisions.queries import replay
from creditport.consequences.measures.actions import Application, apply_measure
from creditport.consequences.measures.following import end_groundless
from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.proceedings.choices import Contested, Result
from creditport.consequences.proceedings.models import Proceeding
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.actions import grant_repair, revoke_repair
from creditport.consequences.repair.choices import Ending
from creditport.consequences.repair.offers import mask_arrivals
from creditport.consequences.repair.protection import begin_protection, end_protection
from creditport.consequences.repair.queries import protection_of
from creditport.consequences.repair.refusals import NothingToProtectError, NotOpenError
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.cases import AGENCY, MANAGER, OFFICER, OPERATOR, owner_of, pdf
from tests.factories.proceedings import SUED, contest, end, go_on, suspend
from tests.factories.records import RecordDraft, draft, make_subject, write

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
TENDER = Question(scenario="public-resource-trading", purpose="credit-check", case="T-1")


@dataclass
class World:
    """One record of one subject, and what the events so far say of it."""

    subject_id: int
    record: Record
    at: datetime
    repaired: bool = False
    case_id: int = 0
    lawsuit: Proceeding | None = None
    suspended: bool = False
    decided: list[UUID] = field(default_factory=list)

    @property
    def latest(self) -> Record:
        return Record.objects.filter(key=self.record.key).latest("version")

    def _report(self, one: RecordDraft) -> None:
        """What ingestion does: it writes the row as it came, and what follows from arrivals follows."""
        write(one, at=self.at)
        mask_arrivals(actor=SYSTEM, at=self.at, submission_id=1)
        end_groundless(self.at, submission_id=1)

    def _row(self, cause: Cause) -> RecordDraft:
        one = replace(draft(self.subject_id), key=self.record.key, version=self.latest.version + 1, cause=cause)
        return replace(one, severity=Severity.SERIOUS)

    def amend(self) -> None:
        """The source sends the row again, changed; ingestion would show it."""
        self._report(self._row(Cause.AMENDED))

    def re_class(self) -> None:
        """The source calls it less serious."""
        self._report(replace(self._row(Cause.AMENDED), severity=Severity.GENERAL))

    def withdraw(self) -> None:
        self._report(replace(self._row(Cause.WITHDRAWN), state=RecordState.WITHDRAWN, shown=False))

    def new_rules(self) -> None:
        self._report(replace(self._row(Cause.RULES), public_until=date(2028, 3, 1)))

    def apply(self) -> None:
        """An agency supervises the firm more closely, after this record."""
        wanted = Application(
            subject_id=self.subject_id,
            measure="priority-supervision",
            instrument="credit-supervision-opinion-2019",
            article="",
            document_number=f"琼市监重〔2026〕{self.at:%d%H%M}号",
            proportion="抽查比例不足以防止再犯",
            starts_on=self.at.date(),
            until=date(2027, 6, 1),
            record_key=self.record.key,
            severity="serious",
        )
        try:
            apply_measure(actor=MANAGER, at=self.at, agency=AGENCY, wanted=wanted)
        except RefusedError:
            return

    def check(self) -> None:
        found = decide(actor=OFFICER, at=self.at, subject="91460100MA5RFXBU8P", question=TENDER)
        self.decided.append(found.id)

    def sue(self) -> None:
        if self.lawsuit is None:
            filing = replace(SUED, reference=f"{self.at}")
            self.lawsuit = contest(self.at, Contested.RECORD, self.record.key, filing=filing)

    def court_suspends(self) -> None:
        if self.lawsuit is not None and not self.suspended:
            suspend(self.at, self.lawsuit)
            self.suspended = True

    def court_lets_go_on(self) -> None:
        if self.lawsuit is not None and self.suspended:
            go_on(self.at, self.lawsuit)
            self.suspended = False

    def court_annuls(self) -> None:
        self._ends(Result.ANNULLED)

    def court_upholds(self) -> None:
        self._ends(Result.UPHELD)

    def _ends(self, result: Result) -> None:
        if self.lawsuit is not None:
            end(self.at, self.lawsuit, result)
            self.lawsuit, self.suspended = None, False

    def _case(self, kind: str, about: CaseAbout, fields: dict[str, str]) -> int:
        return open_case(
            actor=SYSTEM, at=self.at, type_id=kind, subject_id=self.subject_id, about=about, fields=fields
        ).pk

    def grant(self) -> None:
        try:
            with transaction.atomic():
                case = self._case("repair", CaseAbout("test", f"{self.at}", AGENCY), {})
                grant_repair(actor=OFFICER, at=self.at, case_id=case, record_key=self.record.key, reason="")
        except NotOpenError:
            return
        self.repaired, self.case_id = True, case

    def revoke(self) -> None:
        if self.repaired:
            revoke_repair(
                actor=OFFICER, at=self.at, case_id=self.case_id, record_key=self.record.key, reason="材料虚假"
            )
            self.repaired = False

    def protect(self) -> None:
        fields = {"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-01"}
        try:
            with transaction.atomic():
                case = self._case("bankruptcy-protection", CaseAbout("subject", f"{self.at}"), fields)
                begin_protection(actor=OPERATOR, at=self.at, case_id=case, subject_id=self.subject_id)
        except NothingToProtectError:
            return

    def plan_fails(self) -> None:
        standing = protection_of(self.subject_id)
        if standing is not None:
            end_protection(
                actor=OPERATOR, at=self.at, case_id=standing.case_id, ending=Ending.FAILED, reason="终止重整"
            )

    def correct(self) -> None:
        key = str(self.record.key)
        filed = file_objection(
            actor=owner_of(self.subject_id),
            at=self.at,
            disputed=Disputed(Disputable.RECORD, key, self.subject_id, "document_number"),
            claimed="x",
            ground="x",
            documents=(pdf("evidence"),),
        )
        act(
            actor=SYSTEM,
            at=self.at,
            case_id=filed.case_id,
            act_id="correct-copy",
            version=1,
            fields={"value": f"{self.at:%Y-%m-%d}"},
        )

    def may_show(self) -> bool:
        return not self.repaired and not self.suspended and protection_of(self.subject_id) is None

    def measures(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('creditport.day', '2026-11-24', true)")
            cursor.execute("SELECT count(*) FROM consequences_measure_today")
            return int(cursor.fetchone()[0])

    def must_hold(self) -> None:
        """What the law says, said a second time and apart from the code."""
        shown = bool(public_records(self.subject_id))
        assert not shown or self.may_show()
        in_force = self.latest.state == RecordState.IN_FORCE
        if self.may_show() and in_force:
            assert shown, "what nothing hides any more must show as it would have"
        lawful = in_force and self.may_show() and self.latest.severity == Severity.SERIOUS
        assert self.measures() == 0 or lawful


EVENTS: tuple[Callable[[World], None], ...] = (
    World.amend,
    World.re_class,
    World.withdraw,
    World.new_rules,
    World.grant,
    World.revoke,
    World.protect,
    World.plan_fails,
    World.correct,
    World.apply,
    World.check,
    World.sue,
    World.court_suspends,
    World.court_lets_go_on,
    World.court_annuls,
    World.court_upholds,
)


class _UndoneError(Exception):
    """Takes an example's writes back."""


def play(order: list[Callable[[World], None]]) -> None:
    """Play the events a minute apart; after each the law is asked, and at the end every decision is made again."""
    try:
        with transaction.atomic():
            subject = make_subject(at=AT)
            record = write(replace(draft(subject.pk), severity=Severity.SERIOUS), at=AT)
            world = World(subject.pk, record, AT)
            for event in (*order, World.check):
                world.at += timedelta(minutes=1)
                event(world)
                world.must_hold()
            for id in world.decided:
                again = replay(id, on=AT.date())
                assert again is not None
                assert again.equal
            raise _UndoneError
    except _UndoneError:
        pass


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=12))
def test_no_order_of_events_breaks_what_must_hold(order: list[Callable[[World], None]]) -> None:
    play(order)


@pytest.mark.parametrize(
    "order",
    [
        (World.apply, World.protect, World.grant, World.revoke, World.plan_fails),
        (World.apply, World.grant, World.sue, World.court_suspends, World.revoke, World.court_upholds),
        (World.apply, World.sue, World.court_suspends, World.protect, World.court_lets_go_on, World.plan_fails),
        (World.apply, World.protect, World.sue, World.court_suspends, World.plan_fails, World.court_lets_go_on),
        (World.apply, World.sue, World.court_suspends, World.amend, World.court_annuls, World.amend),
        (World.apply, World.re_class, World.amend, World.apply, World.withdraw),
    ],
    ids=lambda order: " ".join(event.__name__ for event in order),
)
def test_orders_that_cross_each_other(order: tuple[Callable[[World], None], ...]) -> None:
    play(list(order))
