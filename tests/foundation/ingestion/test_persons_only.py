"""Items about natural persons alone: joined by the person's number under the keyed index, never by the name."""

from __future__ import annotations

import io
import json

import pytest
from django.db import connection

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.records.models import Record
from creditport.kernel.crypto.keys import index_key
from creditport.kernel.identity.actor import SYSTEM
from creditport.settings.environment import home
from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.persons.identity import person_index
from creditport.subjects.register.models import Subject, SubjectName
from creditport.subjects.register.queries import search
from tests.foundation.ingestion.sending import AT, codes, counts

pytestmark = pytest.mark.django_db

HEADER = "姓名,证件类型,证件号码,资格名称,证书编号,取得日期,发证机关"
NUMBER, OTHER = "110102199101010078", "11010519491231002X"


def qualifications(*rows: str) -> Submission:
    content = "\n".join([HEADER, *rows]) + "\n"
    submission = receive(
        actor=SYSTEM,
        at=AT,
        item="professional-qualification",
        agency="hainan-education",
        channel=Channel.CONSOLE,
        filename="persons.csv",
        stream=io.BytesIO(content.encode()),
    )
    return apply(actor=SYSTEM, at=AT, submission_id=submission.id)


def test_one_person_is_found_again_by_number_under_another_spelling_and_name() -> None:
    submission = qualifications(
        f"张三丰,身份证,{NUMBER},教师资格,1号,2024-09-30,海南省教育厅",
        f"张山峰,身份证, {NUMBER[:6]} {NUMBER[6:]},讲师,2号,2025-09-30,海南省教育厅",
    )
    assert counts(submission)[:2] == (2, 2)
    subject = Subject.objects.get()
    assert (subject.kind, subject.name, subject.uscc) == ("person", "", None)
    assert set(Record.objects.values_list("subject_id", "linked_by")) == {(subject.pk, "person-index")}
    expected = person_index(index_key(home()), "resident-identity-card", NUMBER).hex()
    assert SubjectIdentifier.objects.values_list("scheme", "value").get() == ("person-index", expected)


def test_the_same_name_with_another_number_is_another_person() -> None:
    qualifications(
        f"张三丰,身份证,{NUMBER},教师资格,1号,2024-09-30,海南省教育厅",
        f"张三丰,身份证,{OTHER},教师资格,2号,2024-09-30,海南省教育厅",
    )
    assert Subject.objects.filter(kind="person").count() == 2
    assert len(set(Record.objects.values_list("subject_id", flat=True))) == 2


def test_a_name_alone_joins_nothing() -> None:
    submission = qualifications("张三丰,身份证,,教师资格,1号,2024-09-30,海南省教育厅")
    assert counts(submission) == (1, 0, 0, 0, 1, 0)
    assert ("person_document_number", "required-missing") in {(field, code) for _, field, code in codes(submission)}
    assert not Subject.objects.exists()


def test_nothing_of_the_person_is_open() -> None:
    qualifications(f"张三丰,身份证,{NUMBER},教师资格,1号,2024-09-30,海南省教育厅")
    record = Record.objects.get()
    assert (record.shown, record.content) == (False, {})
    assert record.held == {"document_number": "1号", "decided_on": "2024-09-30"}
    open_text = json.dumps([record.content, record.held, record.reason], ensure_ascii=False)
    assert "张三丰" not in open_text and NUMBER not in open_text
    assert record.sealed is not None and "张三丰".encode() not in bytes(record.sealed)
    assert not SubjectName.objects.exists()
    assert search("张三丰", limit=10).items == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_person")
        assert cursor.fetchone() == (0,)  # no purpose, no rows
