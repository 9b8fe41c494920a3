"""Entries reported by sector systems: made if the row proves due process, else held, and named what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import pytest

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.imports import import_entries
from creditport.consequences.lists.models import HeldListing, ListEntry
from creditport.foundation.records.choices import Cause, RecordState, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.packs.registry import packs
from tests.factories.consequences import WAGES, load_rules_of
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db

CONTENT: dict[str, Any] = {
    "list_name": "拖欠农民工工资失信联合惩戒对象名单",
    "document_number": "琼人社列〔2026〕7号",
    "reason": "拖欠 23 名农民工工资 46 万元",
    "legal_basis": "《保障农民工工资支付条例》第四十八条",
}
EVIDENCE: dict[str, Any] = {
    "notice_served_on": "2026-05-06",
    "statement_until": "2026-05-13",
    "decided_by": "符海波",
    "decision_served_on": "2026-06-01",
}


def _record(
    at: datetime,
    content: dict[str, Any],
    held: dict[str, Any],
    *,
    item: str = "serious-list-entry",
    subject_id: int | None = None,
    submission: int = 7,
) -> Record:
    return Record.objects.create(
        key=uuid4(),
        version=1,
        cause=Cause.REPORTED,
        item=item,
        adverse=item != "honour",
        subject_id=subject_id if subject_id is not None else make_subject(at=at).pk,
        linked_by="uscc",
        agency="hainan-human-resources",
        submission_id=submission,
        row_number=1,
        severity=Severity.SERIOUS if item != "honour" else None,
        decided_on=date(2026, 5, 25),
        state=RecordState.IN_FORCE,
        content=content,
        held=held,
        digest=uuid4(),
        recorded_at=at,
        rules="test",
        shown=False,
    )


def test_a_row_with_its_whole_evidence_makes_an_entry(at: datetime) -> None:
    record = _record(at, CONTENT, EVIDENCE)
    told = import_entries(actor=SYSTEM, at=at, submission_id=7)
    assert (told.made, told.held, told.ended) == (1, 0, 0)
    entry = ListEntry.objects.get(record_key=record.key)
    assert (entry.list_id, entry.state, entry.in_force_from) == ("wage-arrears", "in-force", date(2026, 6, 1))
    assert (entry.instrument, entry.article, entry.ends_on) == (
        "migrant-wages-regulation",
        "第四十八条",
        date(2029, 6, 1),
    )
    assert import_entries(actor=SYSTEM, at=at, submission_id=7).made == 0


@pytest.mark.parametrize(
    ("content", "held", "missing"),
    [
        ({}, {"notice_served_on": ""}, ["notice", "statement"]),
        ({}, {"statement_until": "2026-05-25"}, ["statement"]),
        ({}, {"statement_until": "2026-05-07"}, ["statement"]),
        ({}, {"decided_by": ""}, ["head"]),
        ({}, {"decision_served_on": ""}, ["service"]),
        ({}, {"decision_served_on": "2026-05-20"}, ["service"]),
        ({"document_number": ""}, {}, ["decision"]),
        ({"legal_basis": "《某某市名单管理办法》"}, {}, ["basis"]),
        ({"list_name": "不良邻居名单"}, {}, ["list"]),
    ],
)
def test_a_row_that_lacks_a_step_is_held_and_says_which(
    at: datetime, content: dict[str, str], held: dict[str, str], missing: list[str]
) -> None:
    record = _record(at, {**CONTENT, **content}, {**EVIDENCE, **held})
    told = import_entries(actor=SYSTEM, at=at, submission_id=7)
    assert (told.made, told.held) == (0, 1)
    assert HeldListing.objects.get(record_key=record.key).missing == missing
    assert not ListEntry.objects.exists()


def test_an_announced_list_takes_nobody_by_import_either(at: datetime) -> None:
    content = {**CONTENT, "list_name": "事业单位法人异常名录"}
    _record(at, content, {}, item="abnormal-list-entry")
    import_entries(actor=SYSTEM, at=at, submission_id=7)
    assert "planned" in HeldListing.objects.get().missing


def test_an_abnormal_list_needs_the_decision_only(at: datetime) -> None:
    content = {"list_name": "经营异常名录", "reason": "未依照规定的期限公示年度报告"}
    _record(at, content, {}, item="abnormal-list-entry")
    assert import_entries(actor=SYSTEM, at=at, submission_id=7).made == 1
    assert ListEntry.objects.get().list_id == "enterprise-abnormal"


def test_an_honour_is_entered_in_its_list(at: datetime) -> None:
    _record(at, {"honour": "2025年度A级纳税人", "document_number": "琼税〔2026〕1号"}, {}, item="honour")
    assert import_entries(actor=SYSTEM, at=at, submission_id=7).made == 1
    assert ListEntry.objects.get().list_id == "tax-grade-a"


def test_what_was_missing_may_come_with_a_later_report(at: datetime) -> None:
    first = _record(at, CONTENT, {**EVIDENCE, "decided_by": ""})
    import_entries(actor=SYSTEM, at=at, submission_id=7)
    _next(first, held=EVIDENCE, submission_id=8, at=at)
    assert import_entries(actor=SYSTEM, at=at, submission_id=8).made == 1


def test_a_withdrawn_row_takes_the_subject_off(at: datetime) -> None:
    first = _record(at, CONTENT, EVIDENCE)
    import_entries(actor=SYSTEM, at=at, submission_id=7)
    _next(first, held=EVIDENCE, submission_id=8, at=at, state=RecordState.WITHDRAWN, reason="工资已经付清")
    assert import_entries(actor=SYSTEM, at=at, submission_id=8).ended == 1
    assert ListEntry.objects.get().state == EntryState.REMOVED


def _next(record: Record, *, at: datetime, **changed: Any) -> None:
    again = Record.objects.get(pk=record.pk)
    again.pk, again.version, again.cause, again.recorded_at = None, record.version + 1, Cause.AMENDED, at
    for name, value in changed.items():
        setattr(again, name, value)
    again.save(force_insert=True)


def test_what_only_the_database_knows_is_held_and_the_others_are_made(at: datetime) -> None:
    registry = packs()
    law = registry.instruments[WAGES].model_copy(update={"in_force_until": date(2026, 5, 20)})
    instruments = MappingProxyType({**registry.instruments, WAGES: law})
    _record(at, CONTENT, EVIDENCE)
    _record(
        at,
        {"list_name": "经营异常名录", "reason": "未依照规定的期限公示年度报告"},
        {},
        item="abnormal-list-entry",
        subject_id=make_subject(at=at, uscc="91460200MA5T0BBB2K").pk,
    )
    load_rules_of(replace(registry, instruments=instruments, version="dead-wages"))
    told = import_entries(actor=SYSTEM, at=at, submission_id=7)
    assert (told.made, told.held) == (1, 1)
    assert HeldListing.objects.get().missing == ["basis"]
