"""The documents that go out with a decision: made together, with the days of the case, served with proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from creditport.consequences.notices.actions import (
    NobodyReadsError,
    NothingToNotifyError,
    ServiceProofError,
    make_notices,
    manifest_digest,
    record_service,
    seal_repair_decision,
)
from creditport.consequences.notices.choices import ServiceWay
from creditport.consequences.notices.models import NoticeSet, SealedPaper
from creditport.consequences.notices.queries import (
    document,
    documents_due,
    notices_of,
    notices_of_subject,
    repair_decision_pdf,
)
from creditport.consequences.notices.tasks import make_for_submission
from creditport.consequences.notices.typesetting import typeset
from creditport.consequences.repair.models import RepairDecision
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.records.models import Record
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.mandates import owner
from tests.factories.people import LIN_XIAOMEI
from tests.factories.records import draft, make_subject, next_version, write
from tests.factories.repairs import fined_restaurant, granted

pytestmark = pytest.mark.django_db
CHINESE = ["decision-cover", "repair-notice", "compliance-notice"]
DOCUMENTS = [*CHINESE, *(f"{each}-en" for each in CHINESE)]


def made(at: datetime, key: UUID) -> NoticeSet:
    return make_notices(actor=LIN_XIAOMEI, at=at, record_key=key)


def said(one: NoticeSet, number: int) -> str:
    return "\n".join(p for section in one.content["sheets"][number]["data"]["sections"] for p in section["paragraphs"])


def test_three_documents_are_made_together_under_one_manifest(at: datetime) -> None:
    _, record = fined_restaurant(at)
    one = made(at, record.key)
    found = notices_of(record.key, at)
    assert found is not None
    assert [each.id for each in found.files] == DOCUMENTS
    for each in found.files:
        pdf = document(found, each.id)
        assert pdf is not None and pdf.startswith(b"%PDF-")
        assert (sha256(pdf).hexdigest(), len(pdf)) == (each.digest, each.size)
    assert one.digest == manifest_digest(one.manifest)
    assert AuditEntry.objects.get(act="notice.make").details == {"notices": one.number, "digest": one.digest}


def test_the_repair_notice_says_the_days_of_this_very_case(at: datetime) -> None:
    _, record = fined_restaurant(at)
    text = said(made(at, record.key), 1)
    assert "一般失信信息" in text
    assert "自2026年3月1日起" in text and "至2027年3月1日自动停止公示" in text
    assert "自2026年6月1日起，你单位履行义务" in text
    assert "缴清罚款和没收款项；改正违法行为" in text
    assert "履行义务证明材料和信用承诺书" in text
    assert "{" not in text


def test_what_is_held_is_said_to_be_held(at: datetime) -> None:
    subject = make_subject(at=at)
    held = replace(draft(subject.pk), shown=False, public_from=None, repair_opens_on=None, public_until=None)
    record = write(held, at=at)
    one = made(at, record.key)
    assert "不在网站公示" in said(one, 1)
    assert one.content["sheets"][1]["data"]["term_bar"] is None
    assert one.content["sheets"][1]["data"]["qr"] is None


def test_the_same_version_has_one_set_and_the_next_its_own(at: datetime) -> None:
    subject = make_subject(at=at)
    first = draft(subject.pk)
    write(first, at=at)
    assert made(at, first.key).pk == made(at, first.key).pk
    write(replace(next_version(first), repair_opens_on=date(2026, 9, 1)), at=at + timedelta(hours=1))
    again = made(at, first.key)
    assert again.record_version == 2
    assert "自2026年9月1日起" in said(again, 1)
    assert NoticeSet.objects.count() == 2


def test_all_documents_of_a_language_print_as_one(at: datetime) -> None:
    _, record = fined_restaurant(at)
    one = made(at, record.key)
    found = notices_of(record.key, at)
    assert found is not None
    whole = {each["id"]: each["sha256"] for each in one.manifest["documents"] if each["id"].startswith("all")}
    for id in ("all", "all-en"):
        pdf = document(found, id)
        assert pdf is not None and sha256(pdf).hexdigest() == whole[id]
    assert document(found, "all-fr") is None


def test_none_is_made_if_one_cannot_be_set(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _, record = fined_restaurant(at)
    calls = [0]

    def third_fails(*args: object) -> bytes:
        calls[0] += 1
        if calls[0] == 6:
            raise RuntimeError("no paper")
        return typeset(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("creditport.consequences.notices.actions.typeset", third_fails)
    with pytest.raises(RuntimeError):
        made(at, record.key)
    assert notices_of(record.key, at) is None
    assert not AuditEntry.objects.filter(act="notice.make").exists()


def test_no_documents_for_what_is_not_adverse_or_for_nobody(at: datetime) -> None:
    nobody = replace(draft(1), subject_id=None, linked_by="", shown=False)
    record = write(nobody, at=at)
    licence = replace(draft(make_subject(at=at).pk), item="licence", adverse=False, severity=None)
    write(licence, at=at)
    for key in (record.key, licence.key, uuid4()):
        with pytest.raises(NothingToNotifyError):
            made(at, key)


def test_service_starts_the_times(at: datetime) -> None:
    _, record = fined_restaurant(at)
    one = made(at, record.key)
    before = notices_of(record.key, at)
    assert before is not None
    assert [(t.label.en, t.ends_on) for t in before.times][1:] == [
        ("Paying the fine", None),
        ("Asking for administrative reconsideration", None),
        ("Bringing an administrative suit", None),
    ]
    record_service(
        actor=LIN_XIAOMEI,
        at=at,
        set_id=one.pk,
        way=ServiceWay.IN_PERSON,
        served_on=date(2026, 11, 20),
        reference="送达回证 18 号",
    )
    after = notices_of(record.key, at)
    assert after is not None and after.served_on == date(2026, 11, 20)
    assert [t.ends_on for t in after.times] == [
        date(2026, 3, 8),
        date(2026, 12, 5),
        date(2027, 1, 19),
        date(2027, 5, 20),
    ]
    assert [t.over for t in after.times] == [True, False, False, False]


@pytest.mark.parametrize(
    ("way", "served_on", "reference"),
    [
        (ServiceWay.POST, date(2026, 11, 20), ""),
        (ServiceWay.IN_PERSON, date(2026, 11, 25), "回证"),
        (ServiceWay.IN_PERSON, date(2026, 2, 28), "回证"),
    ],
)
def test_service_without_proof_or_on_an_impossible_day_is_refused(
    way: ServiceWay, served_on: date, reference: str, at: datetime
) -> None:
    _, record = fined_restaurant(at)
    one = made(at, record.key)
    with pytest.raises(ServiceProofError):
        record_service(actor=LIN_XIAOMEI, at=at, set_id=one.pk, way=way, served_on=served_on, reference=reference)
    assert one.services.count() == 0


def test_on_the_platform_somebody_must_be_there_to_read(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    one = made(at, record.key)
    today = date(2026, 11, 24)
    with pytest.raises(NobodyReadsError):
        record_service(actor=LIN_XIAOMEI, at=at, set_id=one.pk, way=ServiceWay.PLATFORM, served_on=today)
    assert notices_of_subject(subject.pk, at) == ()
    owner(subject.pk, at)
    record_service(actor=LIN_XIAOMEI, at=at, set_id=one.pk, way=ServiceWay.PLATFORM, served_on=today)
    assert [each.set.pk for each in notices_of_subject(subject.pk, at)] == [one.pk]


def test_sets_and_services_are_append_only(at: datetime) -> None:
    _, record = fined_restaurant(at)
    one = made(at, record.key)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoticeSet.objects.filter(pk=one.pk).update(digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()


@pytest.mark.parametrize(
    "actor",
    [
        Actor(kind=ActorKind.STAFF, name="x", role=Role.REPORTER, agency="hainan-finance"),
        Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR),
        Actor(kind=ActorKind.SUBJECT, name="x", subject=1),
        Actor(kind=ActorKind.PUBLIC, name="x"),
    ],
    ids=lambda actor: f"{actor.kind}-{actor.role}",
)
def test_only_the_deciding_agency_makes_and_serves(actor: Actor, at: datetime) -> None:
    _, record = fined_restaurant(at)
    with pytest.raises(NotPermittedError):
        make_notices(actor=actor, at=at, record_key=record.key)
    assert NoticeSet.objects.count() == 0
    one = made(at, record.key)
    with pytest.raises(NotPermittedError):
        record_service(
            actor=actor, at=at, set_id=one.pk, way=ServiceWay.POST, served_on=date(2026, 11, 20), reference="EMS"
        )


def test_reported_decisions_queue_their_documents(at: datetime) -> None:
    announce(
        SubmissionApplied(
            actor=SYSTEM,
            at=at,
            submission_id=7,
            item="penalty",
            agency=LIN_XIAOMEI.agency or "",
            accepted=3,
            registers_subjects=False,
        )
    )
    jobs = ProcrastinateJob.objects.filter(task_name="notices.make")
    assert [job.args for job in jobs] == [{"submission_id": 7}]


def test_only_fresh_decisions_are_made_ahead(at: datetime) -> None:
    subject = make_subject(at=at)
    fresh = write(replace(draft(subject.pk), decided_on=date(2026, 11, 10)), at=at)
    write(draft(subject.pk), at=at)
    assert documents_due(1, date(2026, 10, 25), 10) == (fresh.key,)
    made(at, fresh.key)
    assert documents_due(1, date(2026, 10, 25), 10) == ()


def test_the_background_makes_them(at: datetime) -> None:
    subject = make_subject(at=at)
    today = civil_day(now())
    record = write(
        replace(draft(subject.pk), decided_on=today, public_from=today, public_until=today + timedelta(days=365)),
        at=at,
    )
    make_for_submission(1)
    assert NoticeSet.objects.get().record_key == record.key


def test_a_repair_decision_is_a_sealed_document_the_same_at_every_call(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    granted(at, Record.objects.get(pk=record.pk))
    decision = RepairDecision.objects.get()
    assert repair_decision_pdf(decision) == repair_decision_pdf(decision)
    pdf = seal_repair_decision(actor=LIN_XIAOMEI, at=at, decision=decision)
    mine = Actor(kind=ActorKind.SUBJECT, name="wang.zhiqiang", subject=subject.pk)
    assert seal_repair_decision(actor=mine, at=at + timedelta(days=9), decision=decision) == pdf
    paper = SealedPaper.objects.get(repair_decision=decision.pk)
    assert (paper.number, paper.label_zh, paper.digest) == (decision.number, "信用修复决定书", sha256(pdf).hexdigest())
    stranger = Actor(kind=ActorKind.SUBJECT, name="x", subject=subject.pk + 1)
    with pytest.raises(NotPermittedError):
        seal_repair_decision(actor=stranger, at=at, decision=decision)
