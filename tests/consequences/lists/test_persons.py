"""A natural person is proposed for a list: by the document, never by name; all else is as for every subject."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from creditport.consequences.decisions.actions import Question
from creditport.consequences.decisions.persons import Document, decide_about_person
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.persons import PersonProposal, begin_entry_of_person, without_number
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.models import Case
from creditport.engines.cases.refusals import AlreadyOpenError
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import RecordState
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.models import AccessOpening
from creditport.subjects.persons.queries import accesses_of
from creditport.subjects.register.models import Subject
from tests.factories.cases import owner_of
from tests.factories.listing import DoneAt, officers

pytestmark = pytest.mark.django_db
COURT = "hainan-high-court"
CLERK, JUDGE = officers(COURT, "zhong.lin", "mo.yan")
NUMBER = "460100199003070015"
PERSON = Identity("黄海生", "resident-identity-card", NUMBER)
PROPOSAL = PersonProposal(
    list_id="enforcement-defaulters",
    facts="有履行能力而拒不履行生效判决确定的义务，标的 46 万元",
    instrument="civil-procedure-law",
    article="第二百六十六条",
    reference="（2026）琼执123号",
)


def begin(at: datetime, person: Identity = PERSON, proposal: PersonProposal = PROPOSAL, actor: Actor = CLERK) -> Case:
    return begin_entry_of_person(actor=actor, at=at, agency=COURT, person=person, proposal=proposal)


def entered(at: datetime) -> ListEntry:
    """Through every step: notice, the time for a statement, decision, service."""
    walk = DoneAt(begin(at).pk, at)
    walk.by(CLERK, "served", served_on="2026-11-10", service="By post")
    walk.by(CLERK, "lapsed")
    walk.by(JUDGE, "enter", reason="拒不履行", decision_number="（2026）琼执123号之一", head="莫言")
    walk.by(JUDGE, "put-in-force", served_on="2026-11-24", service="By post")
    return walk.entry()


def test_an_entry_is_made_decided_and_has_its_consequences(at: datetime) -> None:
    entry = entered(at)
    assert (entry.state, entry.list_id, entry.agency) == ("in-force", "enforcement-defaulters", COURT)
    question = Question(
        scenario="recruitment-civil-service", purpose="recruitment", case="2026-招-7", consent="同意书 2026-7"
    )
    document = Document(PERSON.document_kind, NUMBER)
    decided = decide_about_person(actor=CLERK, at=at, document=document, question=question)
    assert [each.measure for each in decided.answer.bucket("forbidden")] == ["bar-public-recruitment"]
    assert entry.record_key is not None
    (record,) = history(entry.record_key)
    assert (record.shown, record.subject_id, record.state) == (False, entry.subject_id, RecordState.IN_FORCE)
    assert public_records(entry.subject_id) == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public_record WHERE subject_id = %s", [entry.subject_id])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM public_subject WHERE id = %s", [entry.subject_id])
        assert cursor.fetchone() == (0,)


def test_who_is_in_the_register_is_found_by_the_number_and_reads_who_looked(at: datetime) -> None:
    known = keep_person(actor=CLERK, at=at, identity=PERSON)
    case = begin(at, Identity("黄 海生", PERSON.document_kind, "460100 19900307 0015"))
    assert (case.subject_id, Subject.objects.filter(kind="person").count()) == (known, 1)
    assert case.fields == {"reference": "（2026）琼执123号"}
    read = accesses_of(actor=owner_of(known), subject_id=known)
    assert [(each.purpose, each.basis, each.case, each.actor_name, each.agency) for each in read] == [
        ("list-entry", "civil-procedure-law 第二百六十六条", "（2026）琼执123号", "zhong.lin", COURT)
    ]


def test_the_same_name_is_another_person(at: datetime) -> None:
    known = keep_person(actor=CLERK, at=at, identity=replace(PERSON, document_number="460100198801010012"))
    assert begin(at).subject_id != known
    assert Subject.objects.filter(kind="person").count() == 2


def test_a_number_registered_under_another_name_hits_nobody(at: datetime) -> None:
    keep_person(actor=CLERK, at=at, identity=replace(PERSON, name="黄海波"))
    assert refusal(at) == "other-name"


def refusal(at: datetime, person: Identity = PERSON, proposal: PersonProposal = PROPOSAL) -> str:
    with pytest.raises(RefusedError) as refused:
        begin(at, person, proposal)
    assert NUMBER not in f"{refused.value.zh}{refused.value.en}{refused.value!r}"
    assert (Case.objects.count(), ListEntry.objects.count()) == (0, 0)
    return refused.value.code


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (replace(PERSON, name=" "), "document"),
        (replace(PERSON, document_number="460100199003070017"), "document"),  # the check digit
        (replace(PERSON, document_number="46010019900307001"), "document"),
        (replace(PERSON, document_kind="library-card"), "document"),
        (replace(PERSON, document_kind="passport", document_number="  "), "document"),
    ],
)
def test_a_document_that_cannot_be_is_refused_before_anybody_is_looked_up(
    at: datetime, person: Identity, code: str
) -> None:
    assert refusal(at, person) == code
    assert not AccessOpening.objects.exists()


@pytest.mark.parametrize(
    ("proposal", "code"),
    [
        (replace(PROPOSAL, list_id="small-enterprise-payment"), "subject"),  # of organisations alone
        (replace(PROPOSAL, list_id="construction-serious"), "subject"),  # only announced
        (replace(PROPOSAL, reference=" "), "reference"),
        (replace(PROPOSAL, facts=f"黄海生（{NUMBER}）拒不履行"), "number-in-text"),
        (replace(PROPOSAL, facts="黄海生 460100-19900307-0015 拒不履行"), "number-in-text"),
        (replace(PROPOSAL, facts="其妻４６０１０２１９９２０１０１００２４代持"), "number-in-text"),
        (replace(PROPOSAL, reference=NUMBER), "number-in-text"),
    ],
)
def test_no_person_is_looked_up_for_what_cannot_be_proposed(at: datetime, proposal: PersonProposal, code: str) -> None:
    assert refusal(at, proposal=proposal) == code
    assert not AccessOpening.objects.exists()


def test_a_passport_in_the_facts_is_seen_too(at: datetime) -> None:
    person = Identity("SMITH JOHN", "passport", "E12345678")
    assert refusal(at, person, replace(PROPOSAL, facts="持护照 e1234 5678 者拒不履行")) == "number-in-text"


def test_others_look_nobody_up(at: datetime) -> None:
    stranger, _ = officers("hainan-finance", "xing.yun", "huang.hai")
    for actor in (stranger, owner_of(1)):
        with pytest.raises(NotPermittedError):
            begin(at, actor=actor)
    assert not AccessOpening.objects.exists()
    assert not Subject.objects.filter(kind="person").exists()


def test_the_number_is_in_no_table_and_no_log(at: datetime, caplog: pytest.LogCaptureFixture) -> None:
    """Every text and JSON of every table of the database, and everything that was logged."""
    caplog.set_level(logging.DEBUG)
    entered(at)
    assert NUMBER not in caplog.text
    looked_at = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(format('%I::text', column_name), ' || '' '' || ') FROM"
            " information_schema.columns WHERE table_schema = 'public' AND table_name ~"
            " '^(consequences|engines|subjects|kernel)_' AND table_name IN (SELECT tablename FROM pg_tables)"
            " AND has_column_privilege(format('%I', table_name), column_name, 'SELECT') GROUP BY table_name"
        )
        for table, columns in cursor.fetchall():
            texts = columns.replace(" || ' ' || ", ", ")
            cursor.execute(f"SELECT count(*) FROM {table} WHERE concat_ws(' ', {texts}) LIKE %s", [f"%{NUMBER}%"])
            assert cursor.fetchone() == (0,), table
            looked_at += 1
    assert looked_at > 20


def test_whoever_is_proposed_twice_has_one_case(at: datetime) -> None:
    begin(at)
    with pytest.raises(AlreadyOpenError):
        begin(at + timedelta(minutes=1))
    assert Subject.objects.filter(kind="person").count() == 1


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("拒不履行", "拒不履行"),
        (f"黄海生（{NUMBER}）拒不履行", "黄海生()拒不履行"),
        ("黄海生 460100-19900307-0015 拒不履行", "黄海生  拒不履行"),
        ("４６０１００１９９００３０７００１５", ""),
        ("其妻460102199201010024代持", ""),  # another's number: what cannot be cut out takes the text with it
    ],
)
def test_what_goes_back_to_a_page_has_no_number(written: str, left: str) -> None:
    assert without_number(written, NUMBER) == left
