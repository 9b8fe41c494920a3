"""A contested act is marked, rests if the body says so, and is withdrawn with all that follows when it is annulled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from creditport.consequences.decisions.actions import Question, decide
from creditport.consequences.decisions.queries import replay
from creditport.consequences.proceedings.actions import suspend_execution
from creditport.consequences.proceedings.choices import Contested, ProceedingKind, Result
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.consequences.proceedings.queries import proceedings_about, proceedings_of_subject, public_marks
from creditport.consequences.refusals import RefusedError
from creditport.consequences.repair.choices import Standing
from creditport.consequences.repair.queries import decision_of_case, repairables
from creditport.consequences.repair.watching import unusual_stops
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.cases import MANAGER, OFFICER, OPERATOR, owner_of
from tests.factories.listed import Listed, listed_firm
from tests.factories.proceedings import ORDER, RECONSIDERED, SUED, contest, end, go_on, suspend
from tests.factories.records import make_subject
from tests.factories.repairs import apply, fined_restaurant, ready_to_decide

pytestmark = pytest.mark.django_db
TENDER = Question(scenario="public-resource-trading", purpose="credit-check", case="T-1")


def measures_today() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.day', '2026-11-24', true)")
        cursor.execute("SELECT count(*) FROM consequences_measure_today")
        return int(cursor.fetchone()[0])


def state(listed: Listed) -> tuple[str, int, int]:
    """The entry, the measures that apply, the records that show."""
    listed.entry.refresh_from_db()
    return listed.entry.state, measures_today(), len(public_records(listed.subject.pk))


def causes(record: Record) -> list[str]:
    return list(Record.objects.filter(key=record.key).order_by("version").values_list("cause", flat=True))


def test_contesting_marks_and_stops_nothing(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    contest(at, Contested.RECORD, record.key)
    assert len(public_records(subject.pk)) == 1
    (mark,) = public_marks(subject.pk)
    assert (mark.about_id, mark.kind, mark.since) == (str(record.key), ProceedingKind.LITIGATION, date(2026, 11, 9))
    (found,) = proceedings_about(Contested.RECORD, [str(record.key)])
    assert (found.open, found.suspended, found.reference) == (True, False, SUED.reference)


def test_every_check_shows_it_and_can_be_replayed_afterwards(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    noted = contest(at, Contested.RECORD, record.key)
    asked = decide(actor=OFFICER, at=at, subject=subject.uscc or "", question=TENDER)
    assert asked.said["pending"] == [
        {"kind": "litigation", "about": "record", "id": str(record.key), "since": "2026-11-09"}
    ]
    end(at + timedelta(minutes=1), noted, Result.UPHELD)
    later = decide(actor=OFFICER, at=at + timedelta(minutes=2), subject=subject.uscc or "", question=TENDER)
    assert later.said["pending"] == []
    again = replay(asked.id, on=at.date())
    assert again is not None
    assert again.equal


def test_suspended_by_the_court_it_rests_with_all_that_follows(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    assert state(listed) == ("in-force", 1, 1)
    noted = contest(at, Contested.RECORD, listed.record.key)
    suspend(at, noted)
    assert state(listed) == ("paused", 0, 0)
    assert repairables(listed.subject.pk, at)[0].eligibility.standing is Standing.SUSPENDED
    go_on(at, noted)
    assert state(listed) == ("in-force", 1, 1)
    assert causes(listed.record) == ["reported", "masked", "restored"]


def test_the_entry_is_contested_and_its_record_is_hidden_too(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    noted = contest(at, Contested.LIST_ENTRY, listed.entry.pk)
    suspend(at, noted)
    assert state(listed) == ("paused", 0, 0)
    end(at, noted, Result.UPHELD)  # the suspension ends with the proceeding
    assert state(listed) == ("in-force", 1, 1)


def test_only_the_measure_is_contested(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    noted = contest(at, Contested.MEASURE, listed.measure.pk)
    suspend(at, noted)
    assert state(listed) == ("in-force", 0, 1)
    end(at, noted, Result.ANNULLED)
    assert state(listed) == ("in-force", 0, 1)
    assert [event.act for event in listed.measure.events.order_by("id")] == ["paused", "ended"]


def test_two_suspensions_of_one_act(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    first = contest(at, Contested.RECORD, listed.record.key, filing=RECONSIDERED)
    second = contest(at, Contested.LIST_ENTRY, listed.entry.pk)
    suspend(at, first)
    suspend(at, second)
    end(at, first, Result.DISCONTINUED)
    assert state(listed) == ("paused", 0, 0)
    go_on(at, second)
    assert state(listed) == ("in-force", 1, 1)


@pytest.mark.parametrize("about", [Contested.RECORD, Contested.LIST_ENTRY])
def test_annulled_it_is_withdrawn_at_once_with_all_that_follows(about: Contested, at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    case = apply(at, listed.record)
    id = listed.record.key if about is Contested.RECORD else listed.entry.pk
    noted = contest(at, about, id)
    suspend(at, noted)
    end(at, noted, Result.ANNULLED)
    assert state(listed) == ("annulled", 0, 0)
    latest = Record.objects.filter(key=listed.record.key).latest("version")
    assert (latest.state, latest.shown) == ("withdrawn", False)
    assert latest.reason.startswith("海口市中级人民法院（2026）琼01行初45号之一")
    case = Case.objects.get(pk=case.pk)
    assert (case.outcome, decision_of_case(case.pk)) == ("lapsed", None)
    assert proceedings_of_subject(listed.subject.pk)[0].result is Result.ANNULLED
    assert listed.measure.events.filter(act="ended").count() == 1


def test_the_answer_to_a_check_is_marked(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    asked = decide(actor=OFFICER, at=at, subject=subject.uscc or "", question=TENDER)
    noted = contest(at, Contested.DECISION, asked.id)
    end(at, noted, Result.ANNULLED)
    (found,) = proceedings_about(Contested.DECISION, [str(asked.id)])
    assert found.result is Result.ANNULLED
    assert public_marks(subject.pk) == ()  # who asked what of whom is no public matter


def test_a_repaired_record_stays_hidden_when_a_suspension_ends(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    noted = contest(at, Contested.RECORD, record.key)
    case = ready_to_decide(at, record)
    suspend(at, noted)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=case.version)
    go_on(at, noted)
    assert public_records(subject.pk) == ()


STRANGERS = (
    Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR),
    Actor(kind=ActorKind.STAFF, name="x", role=Role.AGENCY_MANAGER, agency="hainan-transport"),
    owner_of(1),
)


def test_who_may_note_and_who_may_enter_an_order(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    for stranger in (*STRANGERS, owner_of(subject.pk)):
        with pytest.raises(NotPermittedError):
            contest(at, Contested.RECORD, record.key, actor=stranger)
    noted = contest(at, Contested.RECORD, record.key, actor=OFFICER)
    for stranger in (*STRANGERS, OFFICER):
        for order in (suspend, go_on):
            with pytest.raises(NotPermittedError):
                order(at, noted, stranger)
        with pytest.raises(NotPermittedError):
            end(at, noted, Result.ANNULLED, stranger)
    assert (ProceedingEvent.objects.count(), len(public_records(subject.pk))) == (0, 1)
    suspend(at, noted, OPERATOR)
    assert public_records(subject.pk) == ()


def test_what_is_no_proceeding_is_refused_with_a_text(at: datetime) -> None:
    _, record = fined_restaurant(at)
    refused = []
    for kind, id, filing in (
        (Contested.RECORD, "nothing", SUED),
        (Contested.LIST_ENTRY, "77", SUED),
        (Contested.MEASURE, "x", SUED),
        (Contested.DECISION, "x", SUED),
        (Contested.RECORD, record.key, replace(SUED, reference=" ")),
        (Contested.RECORD, record.key, replace(SUED, filed_on=date(2026, 11, 25))),
    ):
        with pytest.raises(RefusedError) as said:
            contest(at, kind, id, filing=filing)
        refused.append(said.value.code)
    assert refused == ["nothing-contested"] * 4 + ["reference", "not-yet"]
    contest(at, Contested.RECORD, record.key)
    with pytest.raises(RefusedError) as said:
        contest(at, Contested.RECORD, record.key)
    assert said.value.code == "noted-already"


def test_the_order_of_acts_is_kept_by_the_database(at: datetime) -> None:
    _, record = fined_restaurant(at)
    noted = contest(at, Contested.RECORD, record.key)
    codes = []
    for step in (go_on, suspend, suspend, go_on):
        try:
            step(at, noted)
        except RefusedError as refused:
            codes.append(refused.code)
            assert refused.zh
            assert refused.en
    end(at, noted, Result.UPHELD)
    for step in (go_on, suspend):
        with pytest.raises(RefusedError) as said:
            step(at, noted)
        codes.append(said.value.code)
    assert codes == ["not-suspended", "suspended", "proceeding-ended", "proceeding-ended"]
    for table in (Proceeding, ProceedingEvent):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(id=0)


def test_an_order_needs_its_document(at: datetime) -> None:
    _, record = fined_restaurant(at)
    noted = contest(at, Contested.RECORD, record.key)
    for order, code in (
        (replace(ORDER, ruling=""), "reference"),
        (replace(ORDER, ruled_on=date(2026, 11, 25)), "not-yet"),
    ):
        with pytest.raises(RefusedError) as said:
            suspend_execution(actor=MANAGER, at=at, proceeding_id=noted.pk, order=order)
        assert said.value.code == code


def test_whoever_noted_it_does_not_enter_the_order(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    noted = contest(at, Contested.RECORD, record.key, actor=MANAGER)
    for order in (suspend, lambda when, which, who: end(when, which, Result.ANNULLED, who)):
        with pytest.raises(RefusedError) as said:
            order(at, noted, MANAGER)
        assert said.value.code == "other-person"
    assert len(public_records(subject.pk)) == 1
    end(at, noted, Result.ANNULLED, OPERATOR)
    assert public_records(subject.pk) == ()


def test_an_order_entered_at_night_is_on_the_auditors_page(at: datetime) -> None:
    _, record = fined_restaurant(at)
    night = at.replace(hour=23, minute=30)
    suspend(night, contest(at, Contested.RECORD, record.key))
    (found,) = unusual_stops(since=at - timedelta(days=1), until=night + timedelta(hours=1))
    assert (found.stopped.key, found.stopped.by) == (record.key, MANAGER.name)
    assert "odd-hours" in {rule.id for rule in found.rules}
