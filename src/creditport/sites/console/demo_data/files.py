"""Files as agencies send them: CSV in GB18030 or UTF-8, XLSX, JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from openpyxl import Workbook

from creditport.kernel.packs.schema import CatalogueItem


class Format(StrEnum):
    """How a file is written; the value is the end of its name."""

    GB18030 = "gb18030.csv"
    UTF8 = "utf8.csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"


def write(path: Path, form: Format, item: CatalogueItem, rows: Sequence[dict[str, str]]) -> None:
    """Write the rows under the Chinese headers of the item. Columns that are empty throughout are left out."""
    used = [each for each in item.fields if each.requirement != "optional" or any(row[each.id] for row in rows)]
    headers = [each.label.zh for each in used]
    cells = ([row[each.id] for each in used] for row in rows)
    if form is Format.XLSX:
        _write_sheet(path, headers, cells)
    elif form is Format.JSON_LINES:
        _write_lines(path, headers, cells)
    else:
        encoding = "gb18030" if form is Format.GB18030 else "utf-8-sig"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            writer.writerows(cells)


def _write_sheet(path: Path, headers: list[str], cells: Iterable[list[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(headers)
    for row in cells:
        sheet.append(row)
    book.save(path)


def _write_lines(path: Path, headers: list[str], cells: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in cells:
            file.write(json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False) + "\n")
