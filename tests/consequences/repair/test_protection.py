"""A firm in reorganisation: masked with the court's ruling, as it was if the plan fails, else for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from creditport.consequences.repair.actions import state_duty
from creditport.consequences.repair.choices import Duty, DutyState, Standing
from creditport.consequences.repair.models import Protection
from creditport.consequences.repair.offers import mask_arrivals, offer_repairs, repair_without_application
from creditport.consequences.repair.queries import protected_subjects, protection_of, repairables
from creditport.consequences.repair.refusals import NothingToProtectError
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.models import Case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema_cases import WithoutApplication
from creditport.subjects.register.models import Subject
from tests.factories.cases import OFFICER, OPERATOR, owner_of, pdf, read_everything
from tests.factories.records import draft, write
from tests.factories.repairs import everything_done, fined_restaurant, granted

pytestmark = pytest.mark.django_db


def protect(at: datetime, subject: Subject, *, ruled_on: str = "2026-11-20") -> Case:
    case = open_case(
        actor=owner_of(subject.pk),
        at=at,
        type_id="bankruptcy-protection",
        subject_id=subject.pk,
        about=CaseAbout("subject", str(subject.pk)),
        fields={"court": "海口市中级人民法院", "ruling_number": "（2026）琼01破3号", "ruled_on": ruled_on},
        documents=(pdf("court-ruling"),),
    )
    read_everything(OPERATOR, case, at)
    return act(actor=OPERATOR, at=at, case_id=case.pk, act_id="protect", version=1)


def statement_shown(subject: Subject) -> list[tuple[object, ...]]:
    sql = "SELECT court, ruling_number, ended_on FROM public_protection WHERE subject_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [subject.pk])
        return list(cursor.fetchall())


def test_masked_marked_and_with_a_statement(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    later = write(replace(draft(subject.pk), decided_on=date(2026, 11, 21), public_from=date(2026, 11, 21)), at=at)
    protect(at, subject)
    assert [record.key for record in public_records(subject.pk)] == [later.key]  # what came after the ruling shows
    subject.refresh_from_db()
    assert subject.status == "reorganisation"
    assert statement_shown(subject) == [("海口市中级人民法院", "（2026）琼01破3号", None)]
    assert protection_of(subject.pk) is not None
    assert protected_subjects([subject.pk, 999]) == {subject.pk}
    standings = {seen.record.decided_on: seen.eligibility.standing for seen in repairables(subject.pk, at)}
    assert standings[date(2026, 3, 1)] is Standing.PROTECTED


def test_if_the_plan_fails_everything_returns_as_it_was(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    before = [(r.key, r.content, r.public_from, r.repair_opens_on, r.public_until) for r in public_records(subject.pk)]
    case = protect(at, subject)
    assert public_records(subject.pk) == ()
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="failed", version=case.version, reason="裁定终止重整")
    after = [(r.key, r.content, r.public_from, r.repair_opens_on, r.public_until) for r in public_records(subject.pk)]
    assert after == before
    subject.refresh_from_db()
    assert (subject.status, statement_shown(subject)) == ("unknown", [])
    causes = list(Record.objects.filter(key=record.key).order_by("version").values_list("cause", flat=True))
    assert causes == ["reported", "masked", "restored"]


def test_what_changed_meanwhile_returns_as_it_would_be_by_then(at: datetime) -> None:
    subject, amended = fined_restaurant(at)
    withdrawn = write(draft(subject.pk), at=at)
    case = protect(at, subject)
    write(replace(draft(subject.pk), key=amended.key, version=3, cause=Cause.AMENDED, fine="0.5"), at=at)
    gone = replace(draft(subject.pk), key=withdrawn.key, version=3, cause=Cause.WITHDRAWN)
    write(replace(gone, state=RecordState.WITHDRAWN, shown=False), at=at)
    assert public_records(subject.pk) == ()
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="failed", version=case.version, reason="x")
    assert [(r.key, r.content["fine_amount"]) for r in public_records(subject.pk)] == [(amended.key, "0.5")]


def test_if_the_plan_is_carried_out_it_stays_masked(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    case = protect(at, subject)
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="completed", version=case.version, reason="执行完毕")
    subject.refresh_from_db()
    assert (public_records(subject.pk), subject.status, protection_of(subject.pk)) == ((), "active", None)


def test_what_arrives_late_never_shows(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    protect(at, subject)
    write(draft(subject.pk), at=at)
    assert mask_arrivals(actor=SYSTEM, at=at, submission_id=1) == 1
    assert public_records(subject.pk) == ()


def test_a_repaired_record_does_not_come_back_with_a_failed_plan(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    granted(at, record)
    case = protect(at, subject)
    act(actor=OPERATOR, at=at, case_id=case.pk, act_id="failed", version=case.version, reason="x")
    assert public_records(subject.pk) == ()


def test_a_ruling_of_tomorrow_protects_nobody(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    with pytest.raises(NothingToProtectError):
        protect(at, subject, ruled_on="2026-11-25")
    assert Protection.objects.count() == 0


def test_the_daily_work_offers_what_is_known_to_be_done_once(at: datetime) -> None:
    _, record = fined_restaurant(at)
    with pytest.raises(NotPermittedError):
        offer_repairs(actor=OPERATOR, at=at)
    state_duty(
        actor=OFFICER,
        at=at,
        record_key=record.key,
        duty=Duty.CORRECTION,
        state=DutyState.DONE,
        stated_on=date(2026, 5, 1),
    )
    assert offer_repairs(actor=SYSTEM, at=at) == ()  # the fine is not known to be paid
    everything_done(at, record.key)
    assert offer_repairs(actor=SYSTEM, at=at - timedelta(days=200)) == ()  # nor has the minimum run
    assert offer_repairs(actor=SYSTEM, at=at) == (record.key,)
    assert offer_repairs(actor=SYSTEM, at=at) == ()


def test_a_pack_can_make_it_automatic(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    subject, record = fined_restaurant(at)
    everything_done(at, record.key)
    assert repair_without_application(at=at, keys=(record.key,)) == 0
    automatic = {"without_application": WithoutApplication.GRANT}
    rules = tuple(rule.model_copy(update=automatic) for rule in packs().repair_rules)
    monkeypatch.setattr("creditport.kernel.packs.contents.Registry.repair_rule", lambda self, i, s, on: rules[1])
    assert repair_without_application(at=at, keys=(record.key,)) == 1
    assert public_records(subject.pk) == ()
    assert Case.objects.get().outcome == "granted"
