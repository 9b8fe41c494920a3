"""What a credit agency shows, held against what may be shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from creditport.foundation.exchange.conformity import Deviation, Report, UnreadableError, compare, read_shown
from creditport.foundation.exchange.queries import full_export
from creditport.foundation.records.choices import Cause, RecordState
from tests.factories.records import draft, make_subject, next_version, write

pytestmark = pytest.mark.django_db
USCC = "91460100MA5RFXBU8P"
NUMBER = "琼市监处罚〔2026〕1号"


def asked(text: str, at: datetime, encoding: str = "utf-8") -> Report:
    return compare(read_shown(text.encode(encoding)), at)


def kinds(report: Report) -> list[tuple[int, Deviation, str, str]]:
    return [(each.row, each.kind, each.field, each.reason) for each in report.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_is_shown_rightly_is_right(encoding: str, at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    write(one, at=at)
    header = "统一社会信用代码,行政处罚决定书文号,公示起始日期,公示截止日期,fine_amount"
    text = f"{header}\n{USCC},{NUMBER},2026/3/1,20270301,1.50\n"
    report = asked(text, at, encoding)
    assert (report.rows, report.right, report.findings) == (1, 1, ())


def test_the_lines_of_the_export_conform(at: datetime) -> None:
    subject = make_subject(at=at)
    for _ in range(3):
        write(draft(subject.pk), at=at)
    report = compare(read_shown(b"".join(full_export(at=at))), at)
    assert (report.rows, report.right, report.findings) == (3, 3, ())


def test_what_was_repaired_withdrawn_or_has_ended_must_go(at: datetime) -> None:
    subject = make_subject(at=at)
    repaired, withdrawn, ended = (draft(subject.pk) for _ in range(3))
    ended = replace(ended, public_until=date(2026, 11, 1))
    for one in (repaired, withdrawn, ended):
        write(one, at=at - timedelta(days=60))
    write(replace(next_version(repaired), cause=Cause.REPAIRED, shown=False), at=at - timedelta(days=2))
    gone = replace(next_version(withdrawn), cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False)
    write(gone, at=at - timedelta(days=1))
    report = asked(f"key\n{repaired.key}\n{withdrawn.key}\n{ended.key}\n", at)
    assert kinds(report) == [
        (1, Deviation.STOP, "", "repaired"),
        (2, Deviation.STOP, "", "withdrawn"),
        (3, Deviation.STOP, "", "ended"),
    ]
    assert [each.announced_at for each in report.findings] == [
        at - timedelta(days=2),
        at - timedelta(days=1),
        datetime(2026, 11, 1, tzinfo=at.tzinfo),
    ]


def test_other_dates_and_values_are_named_with_the_right_ones(at: datetime) -> None:
    one = draft(make_subject(at=at).pk)
    write(one, at=at)
    report = asked(f"key,public_until,repair_opens_on,fine_amount\n{one.key},2029-03-01,2026-06-01,15\n", at)
    assert [(each.kind, each.field, each.shown, each.right) for each in report.findings] == [
        (Deviation.DATE, "public_until", "2029-03-01", "2027-03-01"),
        (Deviation.VALUE, "fine_amount", "15", "1.5"),
    ]
    assert {each.announced_at for each in report.findings} == {at}


def test_what_was_never_published_is_unknown_also_when_it_is_held(at: datetime) -> None:
    held = replace(
        draft(make_subject(at=at).pk), shown=False, public_from=None, repair_opens_on=None, public_until=None
    )
    write(held, at=at)
    report = asked(f"key\n{uuid4()}\n{held.key}\n", at)
    assert [(each.kind, each.announced_at) for each in report.findings] == [(Deviation.UNKNOWN, None)] * 2


def test_nothing_is_told_of_a_natural_person(at: datetime) -> None:
    one = replace(draft(make_subject(at=at, kind="person").pk), linked_by="person-index")
    write(one, at=at)
    assert [each.kind for each in asked(f"key\n{one.key}\n", at).findings] == [Deviation.UNKNOWN]


def test_the_json_counts_and_lists(at: datetime) -> None:
    said = asked(f"uscc,document_number\n{USCC},{NUMBER}\n", at).as_json()
    assert said["counts"] == {"stop-showing": 0, "wrong-date": 0, "wrong-value": 0, "unknown": 1}
    assert json.loads(json.dumps(said, ensure_ascii=False)) == said


@pytest.mark.parametrize(
    "content",
    [b"name,amount\na,1\n", b"key\nnot-a-key\n", b"{broken\n", b"[1]\n", b""],
    ids=["no way to find", "no key", "no json", "no object", "empty"],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_shown(content)
