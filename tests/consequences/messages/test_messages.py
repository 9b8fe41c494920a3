"""What happens without anybody's act is told: to the subject, and to superiors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from creditport.consequences.messages.actions import mark_read, tell, tell_about_records, tell_overdue
from creditport.consequences.messages.choices import MessageKind
from creditport.consequences.messages.models import Message
from creditport.consequences.messages.queries import told_to_subject, told_to_superiors
from creditport.consequences.repair.daily import do_daily_work
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.foundation.records.actions import NextVersion, write_version
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from tests.factories.cases import AGENCY, MANAGER, OFFICER, OPERATOR, owner_of
from tests.factories.records import draft, make_subject, write
from tests.factories.repairs import apply, everything_done, fined_restaurant

pytestmark = pytest.mark.django_db


def to_subject(subject_id: int) -> list[tuple[str, str, str]]:
    return [(each.kind, each.reference, each.text) for each in told_to_subject(subject_id).messages]


def withdraw(record: Record, at: datetime, reason: str = "处罚决定已撤销") -> None:
    change = NextVersion(cause=Cause.WITHDRAWN, reason=reason, rules="test", state=RecordState.WITHDRAWN, shown=False)
    write_version(actor=OFFICER, at=at, key=record.key, after=record.version, change=change)


def test_a_record_whose_term_ended(at: datetime) -> None:
    subject = make_subject(at=at)
    write(replace(draft(subject.pk), public_until=date(2026, 11, 24)), at=at)
    write(replace(draft(subject.pk), public_until=date(2026, 11, 25)), at=at)
    do_daily_work(actor=SYSTEM, at=at)
    do_daily_work(actor=SYSTEM, at=at + timedelta(hours=1))
    assert to_subject(subject.pk) == [("publicity-ended", "琼市监处罚〔2026〕1号", "")]


def test_a_record_that_can_be_mended(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    everything_done(at, record.key)
    do_daily_work(actor=SYSTEM, at=at)
    do_daily_work(actor=SYSTEM, at=at + timedelta(days=1))
    assert to_subject(subject.pk) == [("repair-offered", "琼市监处罚〔2026〕1号", "")]


def test_an_application_about_a_withdrawn_record_is_closed_and_its_subject_told(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = apply(at, record)
    withdraw(record, at)
    case = Case.objects.get(pk=case.pk)
    assert (case.outcome, case.open, case.desk, case.due_on) == ("lapsed", False, "", None)
    assert case.events.order_by("-id")[0].reason == "作出机关已经撤销所涉信息：处罚决定已撤销"
    reason = "作出机关已经撤销所涉信息：处罚决定已撤销"
    assert to_subject(subject.pk) == [("case-lapsed", case.number, reason)]


def test_overdue_cases_are_told_to_the_superiors_of_their_desk(at: datetime) -> None:
    _, record = fined_restaurant(at)
    case = apply(at, record)
    late = at + timedelta(days=7)
    do_daily_work(actor=SYSTEM, at=late)
    do_daily_work(actor=SYSTEM, at=late + timedelta(days=1))
    told = told_to_superiors(AGENCY)
    assert [(each.kind, each.reference) for each in told.messages] == [("case-overdue", case.number)]
    assert (told.new, told_to_superiors("hainan-transport").messages, told_to_superiors("").messages) == (1, (), ())
    act(actor=OFFICER, at=late, case_id=case.pk, act_id="accept", version=1)
    do_daily_work(actor=SYSTEM, at=at + timedelta(days=40))
    assert len(told_to_superiors(AGENCY).messages) == 2  # once for each step


def test_who_reads_and_who_writes(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    tell_about_records(actor=SYSTEM, at=at, kind=MessageKind.PUBLICITY_ENDED, keys=(record.key,))
    for actor in (OFFICER, MANAGER, OPERATOR, owner_of(subject.pk + 1)):
        with pytest.raises(NotPermittedError):
            mark_read(actor=actor, at=at, subject_id=subject.pk)
    for actor, agency in ((OFFICER, AGENCY), (MANAGER, "hainan-transport"), (MANAGER, ""), (OPERATOR, AGENCY)):
        with pytest.raises(NotPermittedError):
            mark_read(actor=actor, at=at, agency=agency)
    for write_it in (
        lambda: tell_overdue(actor=MANAGER, at=at, case_ids=(1,)),
        lambda: tell(actor=MANAGER, at=at, message=Message()),
    ):
        with pytest.raises(NotPermittedError):
            write_it()
    assert told_to_subject(subject.pk).new == 1
    assert mark_read(actor=owner_of(subject.pk), at=at, subject_id=subject.pk) == 1
    assert told_to_subject(subject.pk).new == 0
