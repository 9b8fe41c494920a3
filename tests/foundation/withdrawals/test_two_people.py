"""A record is withdrawn by two people of its agency, or by nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from creditport.foundation.records.actions import RecordMovedOnError
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals import actions
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.foundation.withdrawals.queries import open_proposal, proposals_of, waiting_for_a_second
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.log import acts
from tests.factories.people import CHEN_JING, LIN_XIAOMEI
from tests.factories.records import draft, make_subject, write
from tests.factories.staff import MARKET, OTHER

pytestmark = pytest.mark.django_db
WHY = "经复议撤销，琼府复决〔2026〕3号"
OPERATOR = Actor(kind=ActorKind.STAFF, name="wu.haisheng", role=Role.PLATFORM_OPERATOR)


def manager(name: str = "fu.jianguo", agency: str = MARKET) -> Actor:
    return Actor(kind=ActorKind.STAFF, name=name, role=Role.AGENCY_MANAGER, agency=agency)


@pytest.fixture
def record(at: datetime) -> Record:
    one = draft(make_subject(at=at).pk)
    return write(replace(one, public_until=date(2027, 3, 1)), at=at)


def proposed(record: Record, at: datetime, by: Actor = LIN_XIAOMEI) -> Withdrawal:
    return actions.propose_withdrawal(actor=by, at=at, key=record.key, after=record.version, reason=WHY)


def test_one_proposes_another_confirms(record: Record, at: datetime) -> None:
    proposal = proposed(record, at)
    assert waiting_for_a_second(MARKET) == (proposal,)
    assert waiting_for_a_second(OTHER) == ()
    assert Record.objects.count() == 1
    written = actions.confirm_withdrawal(actor=manager(), at=at, proposal_id=proposal.pk)
    assert (written.version, written.cause, written.reason, written.shown) == (2, Cause.WITHDRAWN, WHY, False)
    decided = Withdrawal.objects.get()
    assert (decided.outcome, decided.proposed_by, decided.decided_by) == ("confirmed", "lin.xiaomei", "fu.jianguo")
    assert acts()[-3:] == ["withdrawal.propose", "record.withdrawn", "withdrawal.confirm"]
    with pytest.raises(actions.AlreadyDecidedError):
        actions.confirm_withdrawal(actor=manager(), at=at, proposal_id=proposal.pk)
    with pytest.raises(actions.AlreadyWithdrawnError):
        proposed(written, at)


def test_a_manager_proposes_and_another_manager_confirms(record: Record, at: datetime) -> None:
    proposal = proposed(record, at, manager())
    with pytest.raises(NotPermittedError):
        actions.confirm_withdrawal(actor=manager(), at=at, proposal_id=proposal.pk)
    assert actions.confirm_withdrawal(actor=manager("he.fang"), at=at, proposal_id=proposal.pk).version == 2


@pytest.mark.parametrize(
    "second",
    [
        LIN_XIAOMEI,
        replace(LIN_XIAOMEI, name="new.reporter"),
        manager(agency=OTHER),
        manager("lin.xiaomei"),  # made a manager in between
        OPERATOR,
        CHEN_JING,
        PUBLIC,
        SYSTEM,
    ],
    ids=lambda actor: f"{actor.name} {actor.role or actor.kind}",
)
def test_nobody_else_confirms(second: Actor, record: Record, at: datetime) -> None:
    proposal = proposed(record, at)
    with pytest.raises(NotPermittedError):
        actions.confirm_withdrawal(actor=second, at=at, proposal_id=proposal.pk)
    assert (Record.objects.count(), Withdrawal.objects.get().outcome) == (1, "")
    assert acts()[-1] == "withdrawal.propose"


@pytest.mark.parametrize("first", [CHEN_JING, PUBLIC, replace(LIN_XIAOMEI, agency=OTHER)], ids=lambda each: each.name)
def test_who_may_not_report_may_not_propose(first: Actor, record: Record, at: datetime) -> None:
    with pytest.raises(NotPermittedError):
        proposed(record, at, first)
    assert not Withdrawal.objects.exists()


def test_the_database_refuses_one_person_alone(record: Record, at: datetime) -> None:
    proposal = proposed(record, at)
    with pytest.raises(IntegrityError, match="foundation_withdrawal_by_two"), transaction.atomic():
        Withdrawal.objects.filter(pk=proposal.pk).update(outcome="confirmed", decided_by="lin.xiaomei", decided_at=at)
    with pytest.raises(IntegrityError, match="foundation_withdrawal_by_two"), transaction.atomic():
        Withdrawal.objects.filter(pk=proposal.pk).update(outcome="confirmed", decided_at=at)


def _next_version(record: Record, at: datetime) -> Record:
    fields = {name: getattr(record, name) for name in draft(1).__slots__ if hasattr(record, name)}
    fields |= {"version": record.version + 1, "cause": Cause.AMENDED, "fine": "2.0"}
    return write(type(draft(1))(**fields), at=at)


def test_what_changed_in_between_is_looked_at_again(record: Record, at: datetime) -> None:
    proposal = proposed(record, at)
    later = _next_version(record, at + timedelta(hours=1))
    with pytest.raises(RecordMovedOnError):
        actions.confirm_withdrawal(actor=manager(), at=at, proposal_id=proposal.pk)
    assert Withdrawal.objects.get().outcome == ""
    with pytest.raises(RecordMovedOnError):
        proposed(record, at)
    again = proposed(later, at)
    assert [each.outcome for each in proposals_of(record.key)] == ["", "overtaken"]
    assert actions.confirm_withdrawal(actor=manager(), at=at, proposal_id=again.pk).version == 3


def test_one_proposal_at_a_time_each_with_its_reason(record: Record, at: datetime) -> None:
    with pytest.raises(actions.ReasonNeededError):
        actions.propose_withdrawal(actor=LIN_XIAOMEI, at=at, key=record.key, after=1, reason="  ")
    proposed(record, at)
    with pytest.raises(actions.AlreadyProposedError):
        proposed(record, at, manager())
    with pytest.raises(Record.DoesNotExist):
        actions.propose_withdrawal(actor=LIN_XIAOMEI, at=at, key=UUID(int=7), after=1, reason=WHY)


def test_the_proposer_thinks_better_of_it_or_a_manager_declines(record: Record, at: datetime) -> None:
    first = proposed(record, at)
    with pytest.raises(actions.ReasonNeededError):
        actions.decline_withdrawal(actor=manager(), at=at, proposal_id=first.pk, reason="")
    with pytest.raises(NotPermittedError):
        actions.decline_withdrawal(actor=OPERATOR, at=at, proposal_id=first.pk, reason="x")
    actions.decline_withdrawal(actor=LIN_XIAOMEI, at=at, proposal_id=first.pk, reason="看错了")
    second = proposed(record, at)
    actions.decline_withdrawal(actor=manager(), at=at, proposal_id=second.pk, reason="决定没有撤销")
    assert open_proposal(record.key) is None
    assert [(each.outcome, each.decided_because) for each in proposals_of(record.key)] == [
        ("declined", "决定没有撤销"),
        ("declined", "看错了"),
    ]
    assert Record.objects.count() == 1
