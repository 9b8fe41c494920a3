"""No purpose, no rows: in the database, for the application's role and for the owner of the table."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from creditport.kernel.identity.actor import PUBLIC, SYSTEM, Actor, NotPermittedError
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.persons.actions import NoGroundError, keep_person, open_access
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.models import AccessOpening, Person
from creditport.subjects.persons.queries import accesses_of, find, identity_of
from creditport.subjects.register.models import Subject

pytestmark = pytest.mark.django_db
CLERK = Actor(kind=ActorKind.STAFF, name="clerk", role=Role.REPORTER, agency="hainan-market-regulation")
AUDITOR = Actor(kind=ActorKind.STAFF, name="auditor", role=Role.AUDITOR)
WHO = Identity("林小妹", "居民身份证", "11010519491231002X")
BASIS = "个人信息保护法第十三条"


@pytest.fixture
def person(at: datetime) -> int:
    return keep_person(actor=SYSTEM, at=at, identity=WHO)


@pytest.fixture
def other(at: datetime) -> int:
    return keep_person(actor=SYSTEM, at=at, identity=Identity("王志强", "居民身份证", "360426199101010071"))


def test_without_an_access_there_are_no_rows(person: int) -> None:
    assert Person.objects.count() == 0
    assert identity_of(person) is None
    assert find(WHO.document_kind, WHO.document_number) is None


def test_with_a_purpose_the_row_is_read_and_closed_again(person: int, at: datetime) -> None:
    with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=person):
        assert identity_of(person) == WHO
    assert identity_of(person) is None


def test_an_access_to_one_person_opens_no_other(person: int, other: int, at: datetime) -> None:
    with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=person):
        assert identity_of(other) is None
        with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=other):
            assert identity_of(other) is not None
        assert identity_of(other) is None
        assert identity_of(person) == WHO


def test_ingestion_finds_by_any_spelling(person: int, at: datetime) -> None:
    with open_access(actor=SYSTEM, at=at, purpose="ingestion", basis=BASIS):
        assert find("居民身份证", "１１０１０５ 19491231002x") == person
        assert find("护照", WHO.document_number) is None


def test_a_person_is_kept_once_and_openly_nameless(person: int, at: datetime) -> None:
    assert keep_person(actor=SYSTEM, at=at, identity=WHO) == person
    subject = Subject.objects.get(pk=person)
    assert (subject.name, subject.uscc, str(subject)) == ("", None, f"#{person}")
    assert "林小妹" not in repr(WHO)


@pytest.mark.parametrize("setting", ["creditport.access", "creditport.reader"])
def test_a_setting_alone_opens_nothing(person: int, at: datetime, setting: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '1', true)", [setting])
        cursor.execute("SELECT count(*) FROM subjects_person")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_an_opening_of_another_transaction_opens_nothing(at: datetime) -> None:
    person = keep_person(actor=SYSTEM, at=at, identity=WHO)
    with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=person) as opening:
        assert identity_of(person) == WHO
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.access', %s, true)", [str(opening)])
        cursor.execute("SELECT count(*) FROM subjects_person")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_log_keeps_an_access_whose_work_failed(at: datetime) -> None:
    person = keep_person(actor=SYSTEM, at=at, identity=WHO)
    with (
        pytest.raises(ZeroDivisionError),
        open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=person),
    ):
        raise ZeroDivisionError
    assert [access.actor_name for access in accesses_of(actor=AUDITOR, subject_id=person)] == ["clerk"]


def test_the_person_and_auditors_read_the_log(person: int, other: int, at: datetime) -> None:
    herself = Actor(kind=ActorKind.SUBJECT, name="lin", subject=person)
    with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, case="案1", subject_id=person):
        pass
    later = at + timedelta(minutes=1)
    with open_access(actor=herself, at=later, purpose="own-information", basis=BASIS, subject_id=person):
        assert identity_of(person) == WHO
    read = accesses_of(actor=herself, subject_id=person)
    assert [(access.actor_name, access.purpose, access.case) for access in read] == [
        ("lin", "own-information", ""),
        ("clerk", "statutory-duty", "案1"),
    ]
    assert accesses_of(actor=AUDITOR, subject_id=person) == read
    assert accesses_of(actor=AUDITOR, subject_id=other) == ()
    for stranger in (CLERK, Actor(kind=ActorKind.SUBJECT, name="wang", subject=other), PUBLIC):
        with pytest.raises(NotPermittedError):
            accesses_of(actor=stranger, subject_id=person)


@pytest.mark.parametrize(
    ("actor", "purpose", "basis", "consent"),
    [
        (PUBLIC, "statutory-duty", BASIS, ""),
        (Actor(kind=ActorKind.SUBJECT, name="x", subject=-1), "own-information", BASIS, ""),
        (CLERK, "curiosity", BASIS, ""),
        (CLERK, "statutory-duty", "", ""),
        (CLERK, "consented-query", BASIS, ""),
    ],
)
def test_no_ground_no_access(person: int, at: datetime, actor: Actor, purpose: str, basis: str, consent: str) -> None:
    with (
        pytest.raises(NotPermittedError),
        open_access(actor=actor, at=at, purpose=purpose, basis=basis, consent=consent, subject_id=person),
    ):
        pytest.fail("opened")
    assert accesses_of(actor=AUDITOR, subject_id=person) == ()


def test_a_purpose_before_its_time_is_no_purpose(person: int, at: datetime) -> None:
    with (
        pytest.raises(NoGroundError),
        open_access(actor=CLERK, at=at.replace(year=2019), purpose="statutory-duty", basis=BASIS, subject_id=person),
    ):
        pytest.fail("opened")


@pytest.mark.parametrize("statement", ["UPDATE {} SET purpose = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_openings_cannot_be_changed(person: int, at: datetime, statement: str) -> None:
    with open_access(actor=CLERK, at=at, purpose="statutory-duty", basis=BASIS, subject_id=person):
        pass
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("subjects_accessopening"))


def test_the_database_asks_for_purpose_and_ground(at: datetime) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        AccessOpening.objects.create(at=at, actor_kind="staff", actor_name="x", purpose="statutory-duty", transaction=0)
