"""From an agency's file to records: what is accepted, what is sent back, what a second sending changes."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from openpyxl import load_workbook

from creditport.foundation.ingestion.actions import apply, resume
from creditport.foundation.ingestion.choices import Disposition, SubmissionState
from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.persons import RECORD_CONTEXT
from creditport.foundation.ingestion.queries import problem_texts, received_file, refusal_texts, resend_sheet
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.records.models import Record
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.crypto.keys import data_keys
from creditport.kernel.crypto.sealing import unseal
from creditport.kernel.identity.actor import SYSTEM, NotPermittedError
from creditport.settings.environment import home
from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.register.models import Subject, SubjectName
from creditport.subjects.register.queries import search
from tests.foundation.ingestion.sending import AT, codes, counts, csv_of, penalties, received, row, sent

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
PERSON_NUMBER = "110102199101010078"


def shared(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path.read_bytes()


def test_a_sound_row_becomes_a_shown_record_of_its_subject() -> None:
    submission = penalties(row())
    assert counts(submission) == (1, 1, 0, 0, 0, 0)
    record = Record.objects.get()
    assert record.subject_id is not None
    subject = Subject.objects.get(id=int(record.subject_id))
    assert (subject.uscc, subject.name, subject.kind) == ("91460000MA5TAU21X3", "海南椰风贸易有限公司", "enterprise")
    assert (record.linked_by, record.version, record.cause, record.severity) == ("uscc", 1, "reported", 2)
    assert (record.shown, record.public_from, record.repair_opens_on, record.public_until) == (
        True,
        date(2026, 11, 16),
        date(2027, 2, 16),
        date(2027, 11, 16),
    )
    assert record.content["fine_amount"] == 2
    assert record.content["decided_on"] == "2026-11-16"
    assert record.content["categories"] == ["fine"]
    assert "legal_representative" not in record.content
    assert (record.submission_id, record.row_number) == (submission.id, 1)


def test_personal_fields_are_sealed_for_their_record() -> None:
    penalties(row())
    record = Record.objects.get()
    plain = unseal(data_keys(home()), bytes(record.sealed or b""), RECORD_CONTEXT + str(record.key).encode())
    assert json.loads(plain) == {"legal_representative": "王妦"}


def test_the_same_file_twice_changes_nothing() -> None:
    first, second = penalties(row()), penalties(row())
    assert (counts(first), counts(second)) == ((1, 1, 0, 0, 0, 0), (1, 0, 1, 0, 0, 0))
    assert second.unchanged_rows == [[1, 1]]
    assert Record.objects.count() == Subject.objects.count() == 1


def test_a_changed_row_is_a_new_version() -> None:
    penalties(row())
    penalties(row(处罚内容="罚款20000元，责令改正"))
    assert list(Record.objects.order_by("version").values_list("version", "cause")) == [(1, "reported"), (2, "amended")]


def test_a_withdrawn_row_ends_the_record_and_stays_ended() -> None:
    penalties(row())
    penalties(row(当前状态="撤销", 撤销原因="行政复议撤销"))
    latest = Record.objects.latest("version")
    assert (latest.version, latest.cause, latest.state, latest.reason, latest.shown) == (
        2,
        "withdrawn",
        "withdrawn",
        "行政复议撤销",
        False,
    )
    again = penalties(row())
    assert counts(again) == (1, 0, 1, 0, 0, 0)
    assert codes(again) == [(1, "", "stays-withdrawn")]


def test_two_rows_that_differ_only_in_the_cited_law_are_two_decisions() -> None:
    submission = penalties(row(), row(处罚依据="《中华人民共和国广告法》第五十八条"))
    assert counts(submission) == (2, 2, 0, 0, 0, 0)


def test_repeated_rows_of_a_file() -> None:
    submission = penalties(row(), row(), row(处罚内容="别的内容"))
    assert counts(submission) == (3, 1, 1, 0, 1, 0)
    assert codes(submission) == [(2, "", "duplicate-row"), (3, "", "duplicate-key")]


_CODE = "行政相对人代码_1(统一社会信用代码)"
FAULTS: list[tuple[dict[str, str], list[tuple[str, str]], Disposition]] = [
    ({"行政相对人名称": ""}, [("party_name", "required-missing")], Disposition.REJECTED),
    ({"处罚类别": "罚抄"}, [("categories", "code-unknown")], Disposition.REJECTED),
    ({"处罚决定日期": "2026/02/30"}, [("decided_on", "date-impossible")], Disposition.REJECTED),
    ({"处罚决定日期": "昨天"}, [("decided_on", "date-unreadable")], Disposition.REJECTED),
    ({"处罚决定日期": "2031-05-06"}, [("decided_on", "date-future")], Disposition.REJECTED),
    ({"罚款金额（万元）": "-2"}, [("fine_amount", "amount-negative")], Disposition.REJECTED),
    ({"罚款金额（万元）": "若干"}, [("fine_amount", "amount-unreadable")], Disposition.REJECTED),
    ({"罚款金额（万元）": ""}, [("fine_amount", "required-when")], Disposition.REJECTED),
    ({"罚款金额（万元）": "叁佰元"}, [("fine_amount", "amount-converted")], Disposition.ACCEPTED),
    ({"行政处罚决定书文号": "长" * 129}, [("document_number", "too-long")], Disposition.REJECTED),
    ({"违法事实": f"张三（{PERSON_NUMBER}）"}, [("facts", "person-number-in-text")], Disposition.QUARANTINED),
    ({"违法事实": "甲\u202e乙"}, [("facts", "bidi-character")], Disposition.REJECTED),
    ({"违法事实": "甲\x00乙"}, [("facts", "control-character")], Disposition.REJECTED),
    ({"违法事实": "=cmd|' /C calc'!A0"}, [("facts", "formula-text")], Disposition.ACCEPTED),
    ({"行政相对人名称": "某公司发布虚假广告案"}, [("party_name", "name-case-text")], Disposition.ACCEPTED),
    ({"行政相对人名称": "海南（椰风贸易有限公司"}, [("party_name", "name-cut")], Disposition.ACCEPTED),
    (
        {_CODE: PERSON_NUMBER},
        [("party_code", "person-number-in-code")],
        Disposition.QUARANTINED,
    ),
    ({_CODE: "91460000MA5TAU21X4"}, [("party_code", "uscc-check")], Disposition.ACCEPTED),
    ({_CODE: "460100000012345"}, [("party_code", "uscc-old-number")], Disposition.ACCEPTED),
    (
        {"处罚依据": "甲法第一条；甲法第一条"},
        [("legal_basis", "separator-wide"), ("legal_basis", "value-repeated")],
        Disposition.ACCEPTED,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected", "fate"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_named_and_has_its_consequence(
    changes: dict[str, str], expected: list[tuple[str, str]], fate: Disposition
) -> None:
    submission = penalties(row(**changes), row(行政处罚决定书文号="2号"))
    problems = list(RowProblem.objects.filter(submission_id=submission.id, row_number=1).order_by("field", "code"))
    assert [(problem.field, problem.code) for problem in problems] == expected
    assert {problem.disposition for problem in problems} == {str(fate)}
    assert Record.objects.filter(row_number=2).count() == 1
    for problem in problems:
        assert problem_texts(problem, "zh").reason
        assert problem_texts(problem, "en").remedy


def test_lower_case_and_full_width_codes_are_folded() -> None:
    penalties(row(**{"行政相对人代码_1(统一社会信用代码)": "９１460000ma5tau21x3"}))
    assert Subject.objects.get().uscc == "91460000MA5TAU21X3"


def test_without_an_identifier_a_row_is_held_and_joined_to_nobody() -> None:
    content = (
        "行政相对人名称,处罚类别,处罚决定日期,处罚内容,罚款金额（万元）\n海南椰风贸易有限公司,罚款,20261116,罚款,2\n"
    )
    submission = sent(content.encode())
    record = Record.objects.get()
    assert (record.subject_id, record.linked_by, record.shown) == (None, "", False)
    assert codes(submission) == [(1, "party_name", "no-identifier")]
    assert not Subject.objects.exists()


def test_a_natural_person_is_sealed_and_never_shown() -> None:
    person = {"行政相对人名称": "张三丰", "行政相对人类别": "自然人", "证件类型": "身份证", "证件号码": PERSON_NUMBER}
    penalties(row(**person, **{"行政相对人代码_1(统一社会信用代码)": "", "案件名称": "张三丰无照经营案"}))
    record = Record.objects.get()
    assert record.subject_id is not None
    subject = Subject.objects.get(id=record.subject_id)
    assert (subject.kind, subject.name, subject.uscc) == ("person", "", None)
    assert (record.shown, record.linked_by, record.content) == (False, "person-index", {})
    assert "张三丰" not in json.dumps(record.held, ensure_ascii=False)
    assert not SubjectName.objects.exists()
    assert PERSON_NUMBER not in SubjectIdentifier.objects.get().value
    assert "张三丰".encode() not in bytes(record.sealed or b"")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_person")
        assert cursor.fetchone() == (0,)  # no purpose, no rows


def test_values_of_problems_are_masked_where_personal() -> None:
    submission = penalties(row(**{"行政相对人代码_1(统一社会信用代码)": PERSON_NUMBER}))
    assert RowProblem.objects.get(submission_id=submission.id).value == "1***"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_malformed_lines_are_numbered_among_the_rows(ending: str) -> None:
    text = csv_of(row(), row(行政处罚决定书文号="2号"), row(行政处罚决定书文号="3号")).decode().replace("\r\n", "\n")
    lines = text.splitlines()
    lines.insert(2, "只有,三,格")
    lines.insert(3, '"没有闭合的引号,' + lines[1])
    submission = sent(ending.join([*lines, ""]).encode())
    assert counts(submission) == (5, 3, 0, 0, 2, 0)
    assert codes(submission) == [(2, "", "line-columns"), (3, "", "line-quotes")]
    assert sorted(Record.objects.values_list("row_number", flat=True)) == [1, 4, 5]


def test_the_ten_real_penalties_go_in_with_the_odd_rows_flagged() -> None:
    submission = sent(shared("penalties/shenzhen_market_regulation_10.csv"))
    assert counts(submission) == (10, 10, 0, 10, 0, 0)
    assert Record.objects.count() == 10
    odd = [(number, code) for number, _, code in codes(submission) if code != "no-identifier"]
    assert odd == [
        (7, "separator-wide"),
        (8, "value-repeated"),
        (9, "amount-zero"),
        (10, "name-branch"),
        (10, "name-cut-title"),
    ]


def test_the_real_enterprises_go_in_whole_and_once() -> None:
    content = shared("enterprises/hainan_enterprises_dev_3000.csv")
    first = sent(content, item="enterprise-registration")
    again = sent(content, item="enterprise-registration")
    assert counts(first)[:2] == (3000, 3000)
    assert counts(again) == (3000, 0, 3000, 0, 0, 0)
    assert Subject.objects.count() == 3000
    assert Subject.objects.filter(county_code="").count() == 2
    assert set(SubjectName.objects.values_list("kind", flat=True)) == {"current"}


def test_a_renamed_enterprise_keeps_its_former_name() -> None:
    head = "企业名称,统一社会信用代码,注册日期,注册地址\n"
    sent(
        (head + "海南旧名有限公司,91460000MA5TAU21X3,2020-01-02,海口市龙华区\n").encode(),
        item="enterprise-registration",
    )
    sent(
        (head + "海南新名有限公司,91460000MA5TAU21X3,2020-01-02,海口市龙华区\n").encode(),
        item="enterprise-registration",
    )
    assert Subject.objects.get().name == "海南新名有限公司"
    names = set(SubjectName.objects.values_list("name", "kind"))
    assert names == {("海南旧名有限公司", "former"), ("海南新名有限公司", "current")}


def test_former_names_of_the_register_are_found_by_the_search() -> None:
    head = "企业名称,统一社会信用代码,注册日期,曾用名\n"
    line = "海南新名有限公司,91460000MA5TAU21X3,2020-01-02,琼州旧号商行；海南新名有限公司\n"
    sent((head + line).encode(), item="enterprise-registration")
    names = set(SubjectName.objects.values_list("name", "kind"))
    assert names == {("海南新名有限公司", "current"), ("琼州旧号商行", "former")}
    assert [hit.former_name for hit in search("琼州旧号", using="default").items] == ["琼州旧号商行"]


@pytest.mark.parametrize(
    ("item", "agency", "code"),
    [
        ("no-such-item", "hainan-market-regulation", "item-unknown"),
        ("penalty", "no-such-agency", "agency-unknown"),
        ("enforcement-defaulter", "hainan-market-regulation", "agency-may-not"),
    ],
)
def test_what_may_not_be_reported_is_refused_before_anything_is_kept(item: str, agency: str, code: str) -> None:
    with pytest.raises((SubmissionRefusedError, NotPermittedError)) as refused:
        received(csv_of(row()), item=item, agency=agency)
    assert agency == "no-such-agency" or getattr(refused.value, "code", "") == code
    assert not Submission.objects.exists()


def test_a_file_that_is_no_table_is_refused_with_its_reason() -> None:
    submission = sent(b"hello\nworld\n")
    assert submission.state == SubmissionState.REFUSED
    text = refusal_texts(submission, "zh")
    assert text is not None
    assert text.reason == "文件中没有找到该事项的表头"


def test_the_file_is_kept_as_received_and_sealed() -> None:
    content = csv_of(row())
    submission = received(content)
    kept = (home() / "documents" / submission.document).read_bytes()
    assert "海南椰风".encode() not in kept
    with received_file(submission) as file:
        assert file.read() == content


def test_the_sheet_to_mend_has_the_bad_rows_only_and_comes_back_clean() -> None:
    submission = penalties(row(), row(处罚类别="罚抄", 行政处罚决定书文号="2号"))
    book = load_workbook(BytesIO(resend_sheet(submission)))
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert len(rows) == 2
    cell = next(cell for head, cell in zip(rows[0], rows[1], strict=True) if head.value == "处罚类别")
    assert (cell.value, cell.fill.fgColor.rgb) == ("罚抄", "00FFD9D2")
    assert cell.comment is not None
    assert "不在“处罚类别”的代码表中" in cell.comment.text
    cell.value = "罚款"
    out = BytesIO()
    book.save(out)
    assert counts(sent(out.getvalue())) == (1, 1, 0, 0, 0, 0)


def test_every_act_is_audited() -> None:
    submission = penalties(row())
    acts = AuditEntry.objects.filter(object_id=submission.reference).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["submission.receive", "submission.apply"]


def test_applying_again_does_nothing_and_resume_finishes_what_waits() -> None:
    submission = received(csv_of(row()))
    assert [each.state for each in resume(actor=SYSTEM, at=AT)] == [SubmissionState.APPLIED]
    assert apply(actor=SYSTEM, at=AT, submission_id=submission.id).state == SubmissionState.APPLIED
    assert Record.objects.count() == 1
