"""Problems laid out like the sheet that was sent."""

from __future__ import annotations

import pytest

from creditport.foundation.ingestion.models import RowProblem
from creditport.foundation.ingestion.problem_sheet import Cell, problem_kinds, problem_row_numbers, problem_sheet
from tests.factories.submissions import problem, submission

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
    for row in (1, 2, 3):
        problem(sent, row=row, code="date-order", warning=True)
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
