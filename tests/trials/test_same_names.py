"""Trial R10: the same name, and names that differ by a hair, through import, search, check and sanction.

Nobody is joined, found to be somebody else, checked or sanctioned by a name: 0 automatic links, 0 sanctions.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from creditport.consequences.decisions.actions import Question, decide_many
from creditport.consequences.decisions.models import Decision
from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.measures.models import MeasureApplication
from creditport.consequences.refusals import RefusedError
from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.subjects.identifiers.uscc import check_character
from creditport.subjects.register.models import Subject
from creditport.subjects.register.queries import search
from tests.factories.cases import AGENCY
from tests.factories.consequences import bar_from_procurement, enter, procurement_draft
from tests.factories.penalties import penalty_file
from tests.factories.records import draft, make_subject, write
from tests.trials.scale import rounds, tell

pytestmark = pytest.mark.django_db
NAME = "海口椰风餐饮有限公司"
HAIR = (
    "海口椰枫餐饮有限公司",  # one character, of the same sound
    "海口挪风餐饮有限公司",  # one character, of the same look
    "海口椰风饮餐有限公司",
    "海口市椰风餐饮有限公司",
    "海口椰风餐饮有限责任公司",
    "海口椰风餐饮有限公司分公司",
    "海口椰风餐饮（有限公司）",
    "海口 椰风 餐饮有限公司",
    "琼海椰风餐饮有限公司",
    "海口椰风餐饮有限公司。",
)


def code(number: int) -> str:
    """Another business's code, with its check character."""
    body = f"91460000MA5T{number:05d}"
    return body + check_character(body)


def import_penalties(at: datetime, rows: list[dict[str, str]]) -> None:
    kept = receive(
        actor=SYSTEM,
        at=at,
        item="penalty",
        agency=AGENCY,
        channel=Channel.CONSOLE,
        filename="names.csv",
        stream=io.BytesIO(penalty_file(rows)),
    )
    apply(actor=SYSTEM, at=at, submission_id=kept.pk)


def row(name: str, uscc: str, number: int) -> dict[str, str]:
    return {"party_name": name, "party_code": uscc, "document_number": f"琼市监处罚〔2026〕{number}号"}


def test_import_joins_nobody_by_name(at: datetime) -> None:
    known = make_subject(at=at, name=NAME, uscc=code(0))
    collisions = rounds(300)
    others = [row((NAME, *HAIR)[number % 11], code(number), number) for number in range(1, collisions + 1)]
    nameless = [row(name, "", 900_000 + at_) for at_, name in enumerate((NAME, *HAIR))]
    import_penalties(at, [*others, *nameless])
    assert Record.objects.filter(subject_id=known.pk).count() == 0
    linked = Record.objects.exclude(subject_id=None)
    assert set(linked.values_list("linked_by", flat=True)) == {"uscc"}
    for record in linked.iterator():
        assert record.subject_id is not None
        assert Subject.objects.get(pk=record.subject_id).uscc == others[_number(record) - 1]["party_code"]
    unlinked = Record.objects.filter(subject_id=None)
    assert not unlinked.filter(shown=True).exists()
    tell(f"{collisions} rows of the same or nearly the same name, {linked.count()} joined by code, 0 by name")


def _number(record: Record) -> int:
    return int(record.content["document_number"].removeprefix("琼市监处罚〔2026〕").removesuffix("号"))


def test_the_database_refuses_a_join_by_name(at: datetime) -> None:
    known = make_subject(at=at, name=NAME)
    for way in ("name", "party_name", "名称", " "):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(replace(draft(known.pk), linked_by=way), at=at)


def test_search_shows_each_of_them_apart(at: datetime) -> None:
    import_penalties(at, [row(name, code(number), number) for number, name in enumerate((NAME, NAME, *HAIR), start=1)])
    found = search(NAME, limit=20).items
    codes = [hit.uscc for hit in found]
    assert len(set(codes)) == len(codes)
    assert set(codes[:2]) == {code(1), code(2)}


def test_a_check_tells_of_the_one_with_the_code_and_nobody_else(at: datetime) -> None:
    namesakes = rounds(200)
    listed = make_subject(at=at, name=NAME, uscc=code(0))
    enter(procurement_draft(listed.pk), at=at)
    subjects = [Subject(kind="enterprise", name=NAME, uscc=code(n), changed_at=at) for n in range(1, namesakes + 1)]
    Subject.objects.bulk_create(subjects)
    question = Question(scenario="procurement", purpose="credit-check")
    asked = [code(n) for n in range(namesakes + 1)]
    checked = decide_many(actor=SYSTEM, at=at, subjects=[*asked, NAME, *HAIR], question=question)
    assert set(checked.unknown) == {NAME, *HAIR}
    barred = [each.subject_id for each in Decision.objects.all() if each.answer["forbidden"]]
    assert barred == [listed.pk]
    assert Decision.objects.count() == namesakes + 1


def test_no_sanction_reaches_a_namesake(at: datetime) -> None:
    listed = make_subject(at=at, name=NAME, uscc=code(0))
    entry = enter(procurement_draft(listed.pk), at=at)
    lawful = bar_from_procurement(entry, starts_on=civil_day(at))
    record = write(draft(listed.pk), at=at)
    for number, name in enumerate((NAME, *HAIR), start=1):
        other = make_subject(at=at, name=name, uscc=code(number))
        after_record = replace(
            lawful, subject_id=other.pk, list_entry_id=None, record_key=record.key, severity="general"
        )
        for bent in (replace(lawful, subject_id=other.pk), after_record):
            with pytest.raises(RefusedError) as refused:
                apply_measure(actor=SYSTEM, at=at, agency="hainan-finance", wanted=bent)
            assert refused.value.code == "other-subject"
    assert MeasureApplication.objects.count() == 0
    assert lawful.starts_on == date(2026, 11, 24)
    assert apply_measure(actor=SYSTEM, at=at, agency="hainan-finance", wanted=lawful).subject_id == listed.pk
