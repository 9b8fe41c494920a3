"""Problems laid out like the sheet that was sent."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from creditport.foundation.ingestion import queries, resend
from creditport.foundation.ingestion.models import RowProblem
from creditport.foundation.ingestion.problem_sheet import Cell, problem_kinds, problem_row_numbers, problem_sheet
from tests.factories.submissions import problem, submission
from tests.foundation.ingestion.sending import penalties, row

pytestmark = pytest.mark.django_db


def test_rows_stand_in_the_order_of_the_sheet_with_wrong_cells_marked() -> None:
    sent = submission()
    problem(sent, row=7)
    problem(sent, row=3)
    RowProblem.objects.filter(row_number=3).update(column="决定日期", value="2026/02/30")
    problem(sent, row=3, warning=True)
    numbers = list(problem_row_numbers(sent))
    assert numbers == [3, 7]
    sheet = problem_sheet(sent, numbers)
    assert sheet.columns == ("决定日期", "行政处罚决定文书号")
    assert [(row.number, row.mend) for row in sheet.rows] == [(3, True), (7, True)]
    assert sheet.rows[0].cells == (Cell("2026/02/30", wrong=True), Cell("", doubtful=True))
    assert sheet.rows[1].cells == (Cell(""), Cell("", wrong=True))


def test_kinds_to_mend_come_before_warnings() -> None:
    sent = submission()
    for number in (1, 2, 3):
        problem(sent, row=number, code="date-order", warning=True)
    problem(sent, row=4)
    kinds = problem_kinds(sent)
    assert [(kind.code, kind.rows, kind.warning) for kind in kinds] == [
        ("required-missing", 1, False),
        ("date-order", 3, True),
    ]
    assert list(problem_row_numbers(sent, code="date-order")) == [1, 2, 3]


def test_another_submission_is_not_in_it() -> None:
    problem(submission(reference="S1"), row=1)
    assert list(problem_row_numbers(submission(reference="S2"))) == []


def test_of_very_many_rows_to_mend_the_sheet_holds_the_first_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ROWS", 2)
    monkeypatch.setattr(resend, "MOST_ROWS", 2)
    submission = penalties(row(), *(row(行政处罚决定书文号=f"{number}号", 处罚类别="罚抄") for number in range(4)))
    sheet = load_workbook(io.BytesIO(queries.resend_sheet(submission)))["CreditPort"]
    assert [sheet.cell(place, 1).value for place in range(1, 5)] == ["原行号", "2", "3", None]
    assert sheet["B1"].value == "需要更正（本表只有前 2 行，其余的行不在其中）"


def test_the_sheet_of_all_rows_to_mend_says_nothing_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ROWS", 2)
    submission = penalties(*(row(行政处罚决定书文号=f"{number}号", 处罚类别="罚抄") for number in range(2)))
    sheet = load_workbook(io.BytesIO(queries.resend_sheet(submission)))["CreditPort"]
    assert (sheet["B1"].value, sheet.max_row) == ("需要更正", 3)
