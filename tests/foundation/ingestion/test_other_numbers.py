"""Every number that a row tells goes to its subject; a number that another holds is told to the officer."""

from __future__ import annotations

import csv
import io

import pytest

from creditport.foundation.ingestion.models import RowProblem, Submission
from creditport.foundation.ingestion.queries import problem_texts
from creditport.foundation.records.models import Record
from creditport.subjects.identifiers.models import SubjectIdentifier
from creditport.subjects.register.models import Subject
from tests.foundation.ingestion.sending import GOOD, codes, counts, sent

pytestmark = pytest.mark.django_db
CODE, NAME = "行政相对人代码_1(统一社会信用代码)", "行政相对人名称"
NUMBERS = {
    "registration-number": "行政相对人代码_2(工商注册号)",
    "organisation-code": "行政相对人代码_3(组织机构代码)",
    "tax-number": "行政相对人代码_4(税务登记号)",
}
OURS, OTHERS = "91460000MA5TAU21X3", "91460100MA5RFXBU8P"


def penalties(*rows: dict[str, str], without: str = "") -> Submission:
    out = io.StringIO()
    header = [column for column in (*GOOD, *NUMBERS.values()) if column != without]
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore")
    writer.writeheader()
    for number, changes in enumerate(rows, start=1):
        named = {NUMBERS.get(name, name): value for name, value in changes.items()}
        writer.writerow({**GOOD, "行政处罚决定书文号": f"{number}号", **named})
    return sent(out.getvalue().encode())


def held_by(code: str) -> set[tuple[str, str]]:
    found = SubjectIdentifier.objects.filter(subject__uscc=code, until__isnull=True)
    return set(found.values_list("scheme", "value"))


EVERY = {"registration-number": "460100000012345", "organisation-code": "MA5TAU21X", "tax-number": "460100MA5TAU21"}


def test_all_numbers_of_a_row_go_to_its_subject_once() -> None:
    submission = penalties(EVERY, {**EVERY, "tax-number": "460100 ma5tau21"})
    assert counts(submission) == (2, 2, 0, 0, 0, 0)
    assert held_by(OURS) == {("uscc", OURS), *EVERY.items()}
    penalties(EVERY)
    assert SubjectIdentifier.objects.count() == 4


def test_a_number_learned_joins_rows_without_a_code_in_the_same_file_and_later() -> None:
    old = {CODE: "", "registration-number": EVERY["registration-number"]}
    penalties(old, EVERY, without="行政相对人类别")
    penalties({**old, "行政处罚决定书文号": "9号"}, without="行政相对人类别")
    assert Record.objects.count() == 3
    subject = Subject.objects.get()
    assert set(Record.objects.values_list("subject_id", "linked_by")) == {
        (subject.pk, "uscc"),
        (subject.pk, "registration-number"),
    }


def test_a_number_of_another_subject_is_a_warning_and_merges_nothing() -> None:
    penalties({CODE: OTHERS, NAME: "海口椰风餐饮有限公司", **EVERY, "行政处罚决定书文号": "甲"})
    submission = penalties({"tax-number": EVERY["tax-number"], "organisation-code": "MA5TAU999"})
    assert counts(submission) == (1, 1, 0, 1, 0, 0)
    assert codes(submission) == [(1, "tax_number", "number-of-another")]
    problem = RowProblem.objects.get(submission_id=submission.id)
    assert problem.warning and "海口椰风餐饮有限公司" in problem_texts(problem, "zh").reason
    assert held_by(OURS) == {("uscc", OURS), ("organisation-code", "MA5TAU999")}
    assert held_by(OTHERS) == {("uscc", OTHERS), *EVERY.items()}
    assert Subject.objects.count() == 2
    record = Record.objects.latest("id")
    assert record.subject_id == Subject.objects.get(uscc=OURS).pk and record.shown


def test_two_subjects_of_one_file_that_claim_one_number() -> None:
    submission = penalties(EVERY, {CODE: OTHERS, NAME: "海口椰风餐饮有限公司", "tax-number": EVERY["tax-number"]})
    assert codes(submission) == [(2, "tax_number", "number-of-another")]
    assert ("tax-number", EVERY["tax-number"]) in held_by(OURS)
    assert held_by(OTHERS) == {("uscc", OTHERS)}


@pytest.mark.parametrize("told", [OURS, "12345", "——", ""])
def test_what_tells_nothing_new_is_not_kept(told: str) -> None:
    assert counts(penalties({"tax-number": told})) == (1, 1, 0, 0, 0, 0)
    assert held_by(OURS) == {("uscc", OURS)}
