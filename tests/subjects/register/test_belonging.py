"""Names and identifiers belong to subjects that exist; the database says so at once, not at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, connections, transaction

from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.register.choices import SubjectKind
from creditport.subjects.register.models import Subject, SubjectName

AT = datetime(2026, 11, 25, tzinfo=UTC)
NOBODY = 999_999_999


@pytest.fixture
def subject(db: None) -> Subject:
    made: Subject = Subject.objects.create(kind=SubjectKind.UNKNOWN, name="海南椰风实业有限公司", changed_at=AT)
    return made


def refused(message: str) -> pytest.RaisesExc[IntegrityError]:
    return pytest.raises(IntegrityError, match=message)


def test_a_name_of_nobody(db: None) -> None:
    with refused("there is no subject 999999999"), transaction.atomic():
        SubjectName.objects.create(subject_id=NOBODY, name="某公司", kind="current", grams=[], initials="")


def test_an_identifier_of_nobody(db: None) -> None:
    with refused("there is no subject 999999999"), transaction.atomic():
        SubjectIdentifier.objects.create(subject_id=NOBODY, scheme="uscc", value="91460000X")


def test_neither_moves_to_nobody(subject: Subject) -> None:
    SubjectName.objects.create(subject=subject, name=subject.name, kind="current", grams=[], initials="")
    SubjectIdentifier.objects.create(subject=subject, scheme="uscc", value="91460000X")
    for held in (SubjectName, SubjectIdentifier):
        with refused("there is no subject 999999999"), transaction.atomic():
            held.objects.filter(subject=subject).update(subject_id=NOBODY)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("held", ["name", "identifier"])
def test_a_subject_that_holds_something_stays(held: str) -> None:
    subject = Subject.objects.create(kind=SubjectKind.UNKNOWN, name="海南椰风实业有限公司", changed_at=AT)
    if held == "name":
        SubjectName.objects.create(subject=subject, name=subject.name, kind="current", grams=[], initials="")
    else:
        SubjectIdentifier.objects.create(subject=subject, scheme="uscc", value="91460000X")
    with refused("a subject with names or identifiers stays"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM subjects_subject WHERE id = %s", [subject.pk])


@pytest.mark.parametrize("function", ["creditport_subjects_exist", "creditport_persons_have_no_open_name"])
def test_each_row_is_looked_up_whatever_the_statistics_say(db: None, function: str) -> None:
    """Statistics taken while a first file is written tell of an empty table; a join by them took minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig, prosrc FROM pg_proc WHERE proname = %s", [function])
        [(settings, body)] = cursor.fetchall()
    assert settings == ["enable_seqscan=off"]
    assert "OFFSET 0" in body
