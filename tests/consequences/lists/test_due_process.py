"""From the proposal to the removal: each step in its turn, by whom may, kept for ever."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from creditport.consequences.lists.actions import (
    EntryMovedOnError,
    Proposal,
    Ruling,
    annul,
    decide_entry,
    hear_statement,
    pause_entries,
    propose,
    put_in_force,
    remove,
    resume_entries,
    serve_notice,
)
from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.queries import entries_today, entry_history
from creditport.consequences.refusals import RefusedError, refused_by_law
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import RecordState
from creditport.foundation.records.queries import history
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.consequences import EntryDraft, enter
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db

HR = "hainan-human-resources"
OFFICER = Actor(kind=ActorKind.STAFF, name="wu.duoxian", role=Role.REPORTER, agency=HR)
HEAD = Actor(kind=ActorKind.STAFF, name="fu.haibo", role=Role.AGENCY_MANAGER, agency=HR)
RULING = Ruling(number="琼人社列〔2026〕9号", decided_on=date(2026, 11, 20), head="符海波", reasons="拒不支付")


def _propose(at: datetime, list_id: str = "wage-arrears") -> ListEntry:
    proposal = Proposal(
        subject_id=make_subject(at=at).pk,
        list_id=list_id,
        facts="拖欠工资 46 万元",
        instrument="migrant-wages-regulation",
        article="第四十八条",
    )
    return propose(actor=OFFICER, at=at, agency=HR, proposal=proposal)


def _decided(at: datetime) -> ListEntry:
    entry = _propose(at)
    entry = serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 2))
    assert entry.statement_until == date(2026, 11, 9)  # five working days
    return decide_entry(actor=HEAD, at=at, entry_id=entry.pk, version=2, ruling=RULING)


def _in_force(at: datetime) -> ListEntry:
    entry = _decided(at)
    return put_in_force(
        actor=HEAD, at=at, entry_id=entry.pk, version=3, served_on=date(2026, 11, 23), service="直接送达"
    )


def test_a_right_to_be_heard_never_ends_on_a_guessed_day(at: datetime) -> None:
    entry = _propose(at)
    later = at.replace(month=12, day=28)
    with pytest.raises(RefusedError) as refused:
        serve_notice(actor=OFFICER, at=later, entry_id=entry.pk, version=1, served_on=later.date())
    assert refused.value.code == "calendar-unknown"
    assert "2027" in refused.value.zh and "尚未公布" in refused.value.zh and "2027" in refused.value.en
    entry.refresh_from_db()
    assert (entry.state, entry.statement_until) == (EntryState.PROPOSED, None)


def test_the_whole_way_leads_to_an_entry_a_record_and_a_history(at: datetime) -> None:
    entry = _in_force(at)
    assert (entry.state, entry.in_force_from, entry.ends_on) == ("in-force", date(2026, 11, 23), date(2029, 11, 23))
    assert [each.list_id for each in entries_today(entry.subject_id)] == ["wage-arrears"]
    assert [each.state for each in entry_history(entry.pk)] == ["proposed", "noticed", "decided", "in-force"]
    assert [each.changed_by for each in entry_history(entry.pk)][-1] == "fu.haibo"
    assert entry.record_key is not None
    record = history(entry.record_key)[0]
    assert (record.item, record.content["document_number"]) == ("serious-list-entry", "琼人社列〔2026〕9号")
    assert (record.public_from, record.public_until) == (date(2026, 11, 23), date(2029, 11, 20))
    acts = list(AuditEntry.objects.filter(object_kind="list-entry").order_by("id").values_list("act", flat=True))
    assert acts == ["list.propose", "list.serve-notice", "list.decide", "list.enter"]


def test_the_record_is_public_while_the_entry_holds_and_withdrawn_with_it(at: datetime) -> None:
    entry = _in_force(at)
    assert [each.item for each in public_records(entry.subject_id)] == ["serious-list-entry"]
    remove(actor=HEAD, at=at, entry_id=entry.pk, version=4, reason="工资已经付清")
    assert list(public_records(entry.subject_id)) == []
    assert entry.record_key is not None
    assert history(entry.record_key)[-1].state is RecordState.WITHDRAWN
    assert entries_today(entry.subject_id) == ()


def test_a_statement_that_was_heard_lets_the_agency_decide_earlier(at: datetime) -> None:
    entry = _propose(at)
    serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 18))
    hear_statement(
        actor=OFFICER, at=at, entry_id=entry.pk, version=2, heard_on=date(2026, 11, 19), statement="已付一半"
    )
    decide_entry(actor=HEAD, at=at, entry_id=entry.pk, version=3, ruling=RULING)
    held = put_in_force(
        actor=HEAD, at=at, entry_id=entry.pk, version=4, served_on=date(2026, 11, 23), service="邮寄送达"
    )
    assert held.statement == "已付一半"


def test_before_the_time_for_a_statement_is_over_nobody_decides(at: datetime) -> None:
    entry = _propose(at)
    with pytest.raises(RefusedError) as refused:
        decide_entry(actor=HEAD, at=at, entry_id=entry.pk, version=1, ruling=RULING)
    assert refused.value.code == "notice"
    serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 18))
    with pytest.raises(RefusedError) as refused:
        decide_entry(actor=HEAD, at=at, entry_id=entry.pk, version=2, ruling=RULING)
    assert (refused.value.code, refused.value.zh) == (
        "statement",
        "陈述申辩期限至2026年11月25日，期限届满或者听取陈述申辩之后，方可作出决定。",
    )
    assert ListEntry.objects.get(pk=entry.pk).state == EntryState.NOTICED


def test_the_database_asks_for_the_time_too(at: datetime) -> None:
    entry = _propose(at)
    entry = serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 18))
    for name in ("decision_number", "decided_on", "reasons"):
        setattr(entry, name, getattr(RULING, {"decision_number": "number"}.get(name, name)))
    entry.state, entry.version, entry.decided_by, entry.changed_by = EntryState.DECIDED, 3, "符海波", "fu.haibo"
    entry.save()
    with pytest.raises(RefusedError) as refused:
        put_in_force(actor=HEAD, at=at, entry_id=entry.pk, version=3, served_on=date(2026, 11, 23), service="直接送达")
    assert (refused.value.code, refused.value.zh) == ("statement", "陈述申辩期限未届满且未听取陈述申辩，不得列入。")


def test_who_proposed_does_not_decide(at: datetime) -> None:
    proposal = Proposal(
        subject_id=make_subject(at=at).pk,
        list_id="wage-arrears",
        facts="拖欠工资",
        instrument="migrant-wages-regulation",
        article="第四十八条",
    )
    entry = propose(actor=HEAD, at=at, agency=HR, proposal=proposal)
    entry = serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 2))
    with pytest.raises(RefusedError) as refused:
        decide_entry(actor=HEAD, at=at, entry_id=entry.pk, version=2, ruling=RULING)
    assert refused.value.zh == "该列入由您提出，须由本机关另一名负责人决定。"
    entry.state, entry.version, entry.changed_by = EntryState.DECIDED, 3, HEAD.name
    with pytest.raises(RefusedError) as by_database, refused_by_law():
        entry.save()
    assert (by_database.value.code, by_database.value.zh) == ("other-person", "提出列入与决定列入须由不同的人办理。")
    other = Actor(kind=ActorKind.STAFF, name="zhou.ming", role=Role.AGENCY_MANAGER, agency=HR)
    assert decide_entry(actor=other, at=at, entry_id=entry.pk, version=2, ruling=RULING).state == EntryState.DECIDED


def test_a_day_that_has_not_come_is_refused(at: datetime) -> None:
    entry = _propose(at)
    with pytest.raises(RefusedError) as refused:
        serve_notice(actor=OFFICER, at=at, entry_id=entry.pk, version=1, served_on=date(2026, 11, 25))
    assert refused.value.code == "not-yet"


def test_two_officers_who_read_the_same_version_cannot_both_act(at: datetime) -> None:
    entry = _decided(at)
    annul(actor=HEAD, at=at, entry_id=entry.pk, version=3, reason="认定有误")
    with pytest.raises(EntryMovedOnError):
        put_in_force(actor=HEAD, at=at, entry_id=entry.pk, version=3, served_on=date(2026, 11, 23), service="直接送达")


def test_a_reporter_prepares_and_a_manager_of_the_agency_decides(at: datetime, lin_xiaomei: Actor) -> None:
    entry = _propose(at)
    for stranger in (lin_xiaomei, OFFICER):
        with pytest.raises(NotPermittedError):
            decide_entry(actor=stranger, at=at, entry_id=entry.pk, version=1, ruling=RULING)
    assert ListEntry.objects.get(pk=entry.pk).state == EntryState.PROPOSED


def test_a_list_that_is_only_announced_takes_nobody(at: datetime) -> None:
    with pytest.raises(RefusedError) as refused:
        _propose(at, "statistics-serious")
    assert refused.value.code == "planned"


def test_entries_rest_under_protection_and_hold_again_if_the_plan_fails(at: datetime) -> None:
    subject = make_subject(at=at)
    enter(EntryDraft(subject_id=subject.pk), at=at)
    assert len(pause_entries(actor=SYSTEM, at=at, subject_id=subject.pk, reason="重整")) == 1
    assert entries_today(subject.pk) == ()
    resume_entries(actor=SYSTEM, at=at, subject_id=subject.pk, reason="重整失败")
    assert [each.list_id for each in entries_today(subject.pk)] == ["wage-arrears"]
