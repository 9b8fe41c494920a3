"""The sheet of bad rows that goes back to the agency: its own values, wrong cells coloured and commented."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from creditport.engines.batch.readers import open_table
from creditport.engines.batch.tables import Table
from creditport.engines.checks.columns import Headers
from creditport.engines.checks.numbers import masked
from creditport.engines.checks.problems import Language
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.documents.store import write_plain
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import Openness

_WRONG = PatternFill("solid", fgColor="FFD9D2")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767  # a limit of the format
_HEAD = Font(bold=True)
_ROW_TITLE = {"zh": "原行号", "en": "Row"}
_WHY_TITLE = {"zh": "需要更正", "en": "To mend"}
MOST_ROWS = 20_000
_FIRST_ONLY = {"zh": "（本表只有前 {n} 行，其余的行不在其中）", "en": " (the first {n} rows only; there are more)"}


class Said(Protocol):
    """A problem in words."""

    @property
    def row(self) -> int: ...

    @property
    def column(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def remedy(self) -> str: ...


def original_rows(table: Table, folder: Path, wanted: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The rows of these numbers as the agency wrote them, lines that were no rows included."""
    for part in table.parts(folder):
        with part.path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if int(row[0]) in wanted:
                    yield int(row[0]), row[1:]
        part.path.unlink()
        for line in part.bad:
            if line.number in wanted:
                yield line.number, _pieces(line.text)[: len(table.header.cells)]


def _pieces(line: str) -> list[str]:
    """A line that was no row, cut into cells as far as that goes."""
    try:
        return next(csv.reader([line.replace("\r", " ").replace("\n", " ")]), [line])
    except csv.Error:
        return [line]


def _comment(said: Iterable[Said]) -> Comment:
    text = "\n".join(
        f"{each.reason}。{each.remedy}" if each.reason[:1] >= "一" else f"{each.reason}. {each.remedy}" for each in said
    )
    comment = Comment(_writable(text), "CreditPort")
    comment.width, comment.height = 320, 120
    return comment


def _writable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _text_cell(sheet: object, value: str) -> Cell:
    """A text cell. It is written as text, never as a formula, whatever it begins with."""
    cell: Cell = WriteOnlyCell(sheet, value=_writable(value)[:LONGEST_CELL])  # type: ignore[arg-type]
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def build_resend_sheet(submission: Submission, said: Iterable[Said], language: Language, *, whole: bool) -> bytes:
    """The workbook. The first two columns tell row and reason; they are ignored when it is sent again.

    `whole` is false where only the first rows are in it.
    """
    by_row: dict[int, list[Said]] = {}
    for each in said:
        by_row.setdefault(each.row, []).append(each)
    headers = Headers(packs().items[submission.item])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = open_table(write_plain(submission.document, folder / "received"), headers.knows)
        rows = sorted(original_rows(table, folder, set(by_row)))
        sealed = _sealed_headers(submission.item, headers, table)
        safe = [(number, _masked(cells, table.header.cells, sealed)) for number, cells in rows]
        why = _WHY_TITLE[language] + ("" if whole else _FIRST_ONLY[language].format(n=f"{MOST_ROWS:,}"))
        return _workbook((_ROW_TITLE[language], why), table.header.cells, safe, by_row)


def _sealed_headers(item: str, headers: Headers, table: Table) -> frozenset[str]:
    """The file's own headers of fields that are personal: where a person's number belongs."""
    found = headers.match(table.header.cells).headers
    return frozenset(
        header for id, header in found.items() if packs().items[item].field(id).openness is Openness.SEALED
    )


def _masked(cells: list[str], headers: tuple[str, ...], sealed: frozenset[str]) -> list[str]:
    """A row without persons' numbers, except in the columns where they belong and have to be sent again."""
    return [cell if header in sealed else masked(cell) for header, cell in zip(headers, cells, strict=False)]


def _workbook(
    titles: tuple[str, str], cells: tuple[str, ...], rows: list[tuple[int, list[str]]], by_row: dict[int, list[Said]]
) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("CreditPort")
    sheet.freeze_panes = "C2"
    for place in range(1, len(cells) + 3):
        sheet.column_dimensions[get_column_letter(place)].width = 18
    head = [_text_cell(sheet, title) for title in (*titles, *map(masked, cells))]
    for cell in head:
        cell.font = _HEAD
    sheet.append(head)
    for number, values in rows:
        sheet.append(_row(sheet, number, values, cells, by_row[number]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: object, number: int, values: list[str], headers: tuple[str, ...], said: list[Said]) -> list[Cell]:
    why = _text_cell(sheet, "\n".join(each.reason for each in said))
    why.alignment = Alignment(wrap_text=True, vertical="top")
    written = [_text_cell(sheet, str(number)), why]
    for header, value in zip(headers, [*values, *[""] * len(headers)], strict=False):
        cell = _text_cell(sheet, value)
        wrong = [each for each in said if each.column == header]
        if wrong:
            cell.fill = _WRONG
            cell.comment = _comment(wrong)
        written.append(cell)
    return written
