"""A fined restaurant mends its record: asked, decided, hidden for good, told to everybody; or refused, or undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from creditport.consequences.repair.actions import apply_for_repair, state_duty
from creditport.consequences.repair.choices import DecisionKind, Duty, DutyState, Ground, Standing
from creditport.consequences.repair.document import DecisionContent
from creditport.consequences.repair.events import RepairGranted
from creditport.consequences.repair.models import DutyStatement, Hiding, RepairBar, RepairDecision
from creditport.consequences.repair.queries import decision_of_case, repair_form, repairable, repairables
from creditport.consequences.repair.refusals import DocumentsMissingError, NeverMoreThanTwoError, NotOpenError
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import documents
from creditport.foundation.exchange.queries import changes
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.models import Record
from creditport.kernel.events import announcements
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.cases import MANAGER, OFFICER, OPERATOR, counsel_of, owner_of, pdf, read_everything
from tests.factories.listed import listed_firm
from tests.factories.records import RecordDraft, draft, make_subject, write
from tests.factories.repairs import apply, everything_done, fined_restaurant, granted, ready_to_decide

pytestmark = pytest.mark.django_db


def versions(key: UUID) -> list[tuple[str, bool]]:
    found = Record.objects.filter(key=key).order_by("version")
    return [(record.cause, record.shown) for record in found]


def test_the_restaurant_mends_its_record(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    assert len(public_records(subject.pk)) == 1
    (seen,) = repairables(subject.pk, at)
    assert seen.eligibility.standing is Standing.OPEN
    assert seen.eligibility.documents == ("proof-of-duties", "commitment")
    case = granted(at, record)
    assert public_records(subject.pk) == ()
    assert versions(record.key) == [("reported", True), ("repaired", False)]
    assert repairables(subject.pk, at)[0].eligibility.standing is Standing.REPAIRED
    decision = decision_of_case(case.pk)
    assert decision is not None
    assert (decision.kind, decision.record_version, decision.rule) == ("granted", 2, "penalty")
    assert decision.content["document_number"] == "琼市监处罚〔2026〕1号"


def test_the_feed_tells_it_at_the_next_request(at: datetime) -> None:
    _, record = fined_restaurant(at)
    granted(at, record)
    with connection.cursor() as cursor:  # the feed stops below running transactions; look at what it will tell
        cursor.execute("SELECT shown, cause FROM foundation_record WHERE key = %s ORDER BY version", [record.key])
        assert cursor.fetchall() == [(True, "reported"), (False, "repaired")]
    assert changes("", limit=10, at=at).changes == ()


def test_what_the_platform_knows_is_not_asked(at: datetime) -> None:
    _, record = fined_restaurant(at)
    everything_done(at, record.key)
    form = repair_form(record.key, at)
    assert form is not None
    assert (form.repairable.eligibility.standing, form.asked) == (Standing.OFFERED, ("commitment",))
    assert "海口椰风餐饮有限公司" in form.commitment.zh
    case = apply_for_repair(
        actor=owner_of(record.subject_id or 0), at=at, record_key=record.key, documents=(pdf("commitment"),)
    )
    assert [(each.kind, each.obtained_from) for each in documents(case.pk)] == [
        ("commitment", ""),
        ("proof-of-duties", "海南省市场监督管理局"),
        ("proof-of-duties", "海南省市场监督管理局"),
    ]


def test_an_approved_instalment_plan_is_not_overdue(at: datetime) -> None:
    _, record = fined_restaurant(at)
    everything_done(at, record.key)
    for until, standing in ((date(2027, 2, 1), Standing.OFFERED), (date(2026, 11, 23), Standing.OPEN)):
        state_duty(
            actor=OFFICER,
            at=at,
            record_key=record.key,
            duty=Duty.PAYMENT,
            state=DutyState.INSTALMENTS,
            stated_on=date(2026, 8, 1),
            reference="分期缴纳批准 12号",
            runs_until=until,
        )
        found = repairable(record.key, at)
        assert found is not None
        assert found.eligibility.standing is standing


def test_never_more_than_two_documents(at: datetime) -> None:
    _, record = fined_restaurant(at)
    owner = owner_of(record.subject_id or 0)
    too_many = (pdf("commitment"), pdf("proof-of-duties"), pdf("proof-of-duties"))
    for handed_in in (too_many, (pdf("commitment"), pdf("tax-certificate"))):
        with pytest.raises(NeverMoreThanTwoError):
            apply_for_repair(actor=owner, at=at, record_key=record.key, documents=handed_in)
    with pytest.raises(DocumentsMissingError) as refused:
        apply_for_repair(actor=owner, at=at, record_key=record.key, documents=())
    assert refused.value.missing == ("proof-of-duties", "commitment")
    assert Case.objects.count() == 0


def test_too_early_says_when(at: datetime) -> None:
    _, record = fined_restaurant(at, repair_opens_on=date(2026, 12, 1))
    with pytest.raises(NotOpenError) as refused:
        apply(at, record)
    answer = refused.value.eligibility
    assert (answer.standing, answer.opens_on, answer.ends_on) == (
        Standing.TOO_EARLY,
        date(2026, 12, 1),
        date(2027, 3, 1),
    )


def test_a_refusal_says_why_and_when_to_come_again(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = ready_to_decide(at, record)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="refuse", version=case.version, reason="罚款尚未缴清")
    decision = decision_of_case(case.pk)
    assert decision is not None
    assert (decision.kind, decision.reason, decision.come_again_on) == ("refused", "罚款尚未缴清", at.date())
    assert decision.content["basis"][0]["zh"] == "信用修复管理办法"
    assert len(public_records(subject.pk)) == 1
    assert apply(at, record).pk != case.pk  # and may be asked again


def test_what_the_source_amends_after_a_repair_stays_hidden(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    granted(at, record)
    one = replace(draft(subject.pk), key=record.key, version=3, cause=Cause.AMENDED, fine="1.6", shown=True)
    write(one, at=at)
    assert public_records(subject.pk) == ()
    assert versions(record.key)[-1] == ("amended", False)


def test_false_proof_shows_it_again_for_the_longest_term_and_bars(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = granted(at, record)
    read_everything(MANAGER, case, at)
    with pytest.raises(NotPermittedError):  # not by the officer alone
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="reopen", version=case.version, reason="凭证系伪造")
    act(actor=MANAGER, at=at, case_id=case.pk, act_id="reopen", version=case.version, reason="凭证系伪造")
    (shown,) = public_records(subject.pk)
    assert shown.public_until == date(2029, 3, 1)
    assert RepairBar.objects.get().until == date(2029, 11, 24)
    answer = repairables(subject.pk, at)[0].eligibility
    assert (answer.standing, answer.opens_on) == (Standing.BARRED, date(2029, 11, 24))
    with pytest.raises(NotOpenError):
        apply(at, record)
    assert [d.kind for d in RepairDecision.objects.order_by("id")] == [DecisionKind.GRANTED, DecisionKind.REVOKED]


def test_who_may_ask(at: datetime) -> None:
    _, record = fined_restaurant(at)
    subject = record.subject_id or 0
    auditor = Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR)
    other = Actor(kind=ActorKind.STAFF, name="x", role=Role.REPORTER, agency="hainan-transport")
    for stranger in (owner_of(subject + 1), counsel_of(subject + 1), auditor, other):
        with pytest.raises(NotPermittedError):
            apply(at, record, actor=stranger)
    for actor in (owner_of(subject), counsel_of(subject), OFFICER, OPERATOR):
        case = apply(at, record, actor=actor)
        act(actor=owner_of(subject), at=at, case_id=case.pk, act_id="withdraw", version=1)
    assert Case.objects.count() == 4


def test_a_record_withdrawn_meanwhile_is_not_repaired(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = ready_to_decide(at, record)
    gone = RecordDraft(key=record.key, subject_id=subject.pk, version=2, cause=Cause.WITHDRAWN, shown=False)
    write(replace(gone, state="withdrawn"), at=at)  # type: ignore[arg-type]
    with pytest.raises(NotOpenError), transaction.atomic():
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=case.version)
    case.refresh_from_db()
    assert (case.open, RepairDecision.objects.count(), Hiding.objects.count()) == (True, 0, 0)


def test_what_cannot_follow_undoes_the_outcome(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _, record = fined_restaurant(at)
    case = ready_to_decide(at, record)

    def breaks(event: RepairGranted) -> None:
        raise RuntimeError("the list cannot be reached")

    monkeypatch.setitem(announcements._handlers, RepairGranted, [breaks])
    with pytest.raises(RuntimeError), transaction.atomic():
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=case.version)
    case.refresh_from_db()
    assert (case.open, versions(record.key), Hiding.objects.count()) == (True, [("reported", True)], 0)


def test_the_document_of_a_decision_is_sealed_by_its_digest(at: datetime) -> None:
    _, record = fined_restaurant(at)
    decision = decision_of_case(granted(at, record).pk)
    assert decision is not None
    fields = {**decision.content, "obtained": tuple(decision.content["obtained"])}
    assert DecisionContent(**fields).digest() == decision.digest
    with pytest.raises(DatabaseError), transaction.atomic():
        RepairDecision.objects.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        DutyStatement.objects.all().delete()
        RepairDecision.objects.all().delete()


def test_a_hidden_record_is_hidden_by_ground(at: datetime) -> None:
    _, record = fined_restaurant(at)
    granted(at + timedelta(hours=1), record)
    hiding = Hiding.objects.get()
    assert (hiding.ground, hiding.record_key, hiding.ended_at) == (Ground.REPAIR, record.key, None)


def test_a_revoked_repair_puts_the_subject_back_on_the_list(at: datetime) -> None:
    listed = listed_firm(make_subject(at=at))
    case = granted(at, listed.record)
    listed.entry.refresh_from_db()
    assert (listed.entry.state, public_records(listed.subject.pk)) == ("removed", ())
    read_everything(MANAGER, case, at)
    act(actor=MANAGER, at=at, case_id=case.pk, act_id="reopen", version=case.version, reason="凭证系伪造")
    listed.entry.refresh_from_db()
    assert listed.entry.state == "in-force"
    assert [record.key for record in public_records(listed.subject.pk)] == [listed.record.key]
