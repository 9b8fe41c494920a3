"""A case from application to outcome: by whom, in turn, with its evidence, on record."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from creditport.engines.cases.actions import CaseAbout, act, attach, open_case, read_document
from creditport.engines.cases.events import CaseOpened
from creditport.engines.cases.evidence import NewDocument
from creditport.engines.cases.models import Case, CaseDocument, CaseEvent
from creditport.engines.cases.queries import case_of_number, desks_of, history
from creditport.engines.cases.refusals import (
    AlreadyOpenError,
    ConcurrentActError,
    DocumentMissingError,
    DocumentRefusedError,
    EvidenceUnreadError,
    FieldMissingError,
    ReasonMissingError,
    UnknownActError,
)
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.events import announcements
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from tests.factories.cases import (
    AGENCY,
    MANAGER,
    OFFICER,
    OPERATOR,
    PDF,
    counsel_of,
    open_repair,
    owner_of,
    pdf,
    read_everything,
)

pytestmark = pytest.mark.django_db


def test_a_repair_goes_its_way(at: datetime) -> None:
    case = open_repair(at=at)
    assert (case.step, case.desk, case.due_on) == ("acceptance", "deciding-agency", date(2026, 11, 27))
    assert case_of_number(case.number) == case
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    assert (case.step, case.due_on, case.version) == ("examination", date(2026, 12, 8), 2)
    read_everything(OFFICER, case, at)
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=2)
    assert (case.outcome, case.open, case.due_on) == ("granted", False, None)
    assert [event.act for event in history(case.pk)] == ["open", "accept", "read", "grant"]
    assert [e.act for e in AuditEntry.objects.filter(object_kind="case").order_by("id")] == [
        "case.open",
        "case.act",
        "case.read-document",
        "case.act",
    ]


def test_the_version_that_was_read_decides(at: datetime) -> None:
    case = open_repair(at=at)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    with pytest.raises(ConcurrentActError):
        act(actor=MANAGER, at=at, case_id=case.pk, act_id="accept", version=1)
    assert CaseEvent.objects.filter(case=case, act="accept").count() == 1


@pytest.mark.parametrize(
    "stranger",
    [
        owner_of(8),
        counsel_of(8),
        Actor(kind=ActorKind.STAFF, name="x", role=Role.REPORTER, agency="hainan-transport"),
        Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR),
        Actor(kind=ActorKind.PUBLIC, name="public"),
        Actor(kind=ActorKind.STAFF, name="x"),
        owner_of(7),
        OPERATOR,
    ],
    ids=lambda actor: f"{actor.kind}-{actor.role}-{actor.subject}",
)
def test_who_does_not_sit_there_is_refused_and_nothing_changes(at: datetime, stranger: Actor) -> None:
    case = open_repair(at=at)
    entries = AuditEntry.objects.count()
    with pytest.raises(NotPermittedError):
        act(actor=stranger, at=at, case_id=case.pk, act_id="accept", version=1)
    case.refresh_from_db()
    assert (case.version, case.step, AuditEntry.objects.count()) == (1, "acceptance", entries)


def test_the_applicant_may_withdraw_and_its_counsel_too(at: datetime) -> None:
    for number, actor in enumerate((owner_of(7), counsel_of(7))):
        case = open_repair(at=at, about=f"r{number}", actor=actor)
        assert act(actor=actor, at=at, case_id=case.pk, act_id="withdraw", version=1).outcome == "withdrawn"


def test_nobody_withdraws_for_the_applicant(at: datetime) -> None:
    case = open_repair(at=at)
    for officer in (OFFICER, MANAGER, OPERATOR):
        with pytest.raises(NotPermittedError):
            act(actor=officer, at=at, case_id=case.pk, act_id="withdraw", version=1)


def test_a_decision_needs_the_evidence_read(at: datetime) -> None:
    case = open_repair(at=at)
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    with pytest.raises(EvidenceUnreadError):
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=2)
    read_everything(MANAGER, case, at)  # reading by a colleague does not count
    with pytest.raises(EvidenceUnreadError):
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=2)
    read_everything(OFFICER, case, at)
    attach(actor=owner_of(7), at=at, case_id=case.pk, document=pdf("proof-of-duties"))
    with pytest.raises(EvidenceUnreadError):  # something came in since
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=2)


def test_a_refusal_needs_its_reason(at: datetime) -> None:
    case = open_repair(at=at)
    with pytest.raises(ReasonMissingError):
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="ask", version=1, reason="  ")
    with pytest.raises(UnknownActError):
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="grant", version=1)


def test_one_open_case_about_one_thing(at: datetime) -> None:
    first = open_repair(at=at)
    with pytest.raises(AlreadyOpenError) as refused:
        open_repair(at=at)
    assert refused.value.case_id == first.pk
    act(actor=owner_of(7), at=at, case_id=first.pk, act_id="withdraw", version=1)
    assert open_repair(at=at).pk != first.pk


def test_what_is_filled_in_is_checked(at: datetime) -> None:
    about = CaseAbout("subject", "7")
    for fields in ({}, {"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-02-30"}, {"colour": "red"}):
        with pytest.raises(FieldMissingError):
            open_case(
                actor=owner_of(7),
                at=at,
                type_id="bankruptcy-protection",
                subject_id=7,
                about=about,
                fields=fields,
                documents=(pdf("court-ruling"),),
            )
    assert Case.objects.count() == 0


def test_documents_are_judged_by_what_they_are(at: datetime) -> None:
    def file(content: bytes, name: str = "commitment.pdf", kind: str = "commitment") -> NewDocument:
        return NewDocument(kind=kind, filename=name, stream=io.BytesIO(content))

    about = CaseAbout("test", "r1", AGENCY)
    bad = [file(b""), file(b"MZ\x90 a program"), file(PDF + b"x" * 10 * 1024 * 1024), file(PDF, kind="holiday-photo")]
    for document in bad:
        with pytest.raises((DocumentRefusedError, DocumentMissingError)):
            open_case(
                actor=owner_of(7),
                at=at,
                type_id="repair",
                subject_id=7,
                about=about,
                fields={},
                documents=(document,),
            )
    assert (Case.objects.count(), CaseDocument.objects.count()) == (0, 0)
    kept = open_repair(at=at).documents.get()
    assert (kept.size, kept.media_type, len(kept.digest)) == (len(PDF), "application/pdf", 64)
    with pytest.raises(NotPermittedError):
        read_document(actor=owner_of(8), at=at, document_id=kept.pk)


def test_a_missing_document_is_named(at: datetime) -> None:
    with pytest.raises(DocumentMissingError) as refused:
        open_case(
            actor=owner_of(7),
            at=at,
            type_id="repair",
            subject_id=7,
            about=CaseAbout("test", "r1", AGENCY),
            fields={},
        )
    assert refused.value.kind == "commitment"


@pytest.mark.parametrize("table", ["engines_caseevent", "engines_casedocument"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_history_cannot_be_changed(at: datetime, table: str, verb: str) -> None:
    open_repair(at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_time_at_the_desk_of_the_subject_is_not_the_offices(at: datetime) -> None:
    case = open_repair(at=at)
    case = act(actor=OFFICER, at=at, case_id=case.pk, act_id="ask", version=1, reason="缺少缴款凭证")
    assert (case.desk, case.due_on) == ("subject", date(2026, 12, 22))
    case = act(actor=owner_of(7), at=at + timedelta(days=7), case_id=case.pk, act_id="completed", version=2)
    assert (case.suspended_workdays, case.due_on) == (5, date(2026, 12, 15))  # 8 December and five working days


def test_an_operator_files_for_one_who_came_in(at: datetime) -> None:
    assert open_repair(at=at, actor=OPERATOR).opened_by == "fu.hai"


def test_desks() -> None:
    assert [desk.id for desk in desks_of(OFFICER)] == ["deciding-agency"]
    assert [desk.id for desk in desks_of(OPERATOR)] == ["platform"]
    assert [desk.id for desk in desks_of(owner_of(7))] == ["subject"]
    assert [desk.id for desk in desks_of(counsel_of(7))] == ["counselling-body"]
    assert desks_of(Actor(kind=ActorKind.STAFF, name="x", role=Role.AUDITOR)) == ()


def test_a_case_that_cannot_be_opened_leaves_no_file(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(event: CaseOpened) -> None:
        raise RuntimeError

    forgotten: list[str] = []
    monkeypatch.setattr("creditport.kernel.documents.store.forget", forgotten.append)
    monkeypatch.setitem(announcements._handlers, CaseOpened, [breaks])
    with pytest.raises(RuntimeError), transaction.atomic():
        open_repair(at=at)
    assert len(forgotten) == 1
