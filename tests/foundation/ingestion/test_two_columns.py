"""The two category columns of the template of 2015 are one list, whichever way the file is read."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from openpyxl import Workbook

from creditport.foundation.ingestion.models import Submission
from creditport.foundation.records.models import Record
from tests.foundation.ingestion.sending import GOOD, codes, counts, sent

pytestmark = pytest.mark.django_db

HEADER = [*(header for header in GOOD if header != "处罚类别"), "处罚类别1", "处罚类别2"]
SERIOUS, MINOR = 3, 1


def cells(first: str, second: str, number: int = 1) -> list[str]:
    told = {**GOOD, "处罚类别1": first, "处罚类别2": second, "行政处罚决定书文号": f"{number}号"}
    return [told[header] for header in HEADER]


def as_csv(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def carefully(rows: list[list[str]]) -> bytes:
    """A blank line in the middle makes the reader look at every line."""
    head, rest = as_csv(rows).split(b"\r\n", 1)
    return head + b"\r\n\r\n" + rest


def as_sheet(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json_lines(rows: list[list[str]]) -> bytes:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in rows]
    return "\n".join(lines).encode()


WAYS = {
    "as it is": as_csv,
    "carefully": carefully,
    "GB18030": lambda rows: as_csv(rows, "gb18030"),
    "tabs": lambda rows: as_csv(rows, delimiter="\t"),
    "sheet": as_sheet,
    "JSON Lines": as_json_lines,
}


@pytest.mark.parametrize("way", WAYS)
def test_both_columns_count_for_severity_and_publicity(way: str) -> None:
    submission = sent(WAYS[way]([cells("罚款", "吊销许可证"), cells("警告", "通报批评", 2), cells("罚款", "罚款", 3)]))
    assert counts(submission) == (3, 3, 0, 0, 0, 0)
    first, second, third = Record.objects.order_by("row_number")
    assert (first.content["categories"], first.severity) == (["fine", "revocation"], SERIOUS)
    assert first.public_until == date(2029, 11, 16)
    assert (second.content["categories"], second.severity) == (["warning", "criticism"], MINOR)
    assert second.shown is False  # a warning alone, even twice, is not shown
    assert third.content["categories"] == ["fine"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("nothing", ["", "无", "/", "—— ", "\u3000"])
def test_a_second_column_that_says_nothing_adds_nothing(way: str, nothing: str) -> None:
    submission = sent(WAYS[way]([cells("罚款", nothing), cells(nothing, "警告", 2)]))
    assert counts(submission) == (2, 2, 0, 0, 0, 0)
    found = Record.objects.order_by("row_number").values_list("content__categories", flat=True)
    assert list(found) == [["fine"], ["warning"]]


def unknown_second(way: str) -> Submission:
    return sent(WAYS[way]([cells("罚款", "罚抄")]))


@pytest.mark.parametrize("way", WAYS)
def test_an_unknown_second_category_sends_the_row_back(way: str) -> None:
    submission = unknown_second(way)
    assert codes(submission)[0][1:] == ("categories", "code-unknown")
    assert counts(submission) == (1, 0, 0, 0, 1, 0)
