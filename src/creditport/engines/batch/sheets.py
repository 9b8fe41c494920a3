"""XLSX workbooks through calamine, behind a guard that bounds what they may unfold to.

Formulas are never computed: the value that the workbook keeps is read, and how many there are is counted. Hidden
rows are rows like any other, and counted too. The guard walks the packed XML once, so that neither a zip bomb nor a
lone cell in the last corner of a sheet can fill the memory.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from creditport.engines.batch.delimited import HEADER_SEARCH, canonical
from creditport.engines.batch.tables import (
    COLUMN_LIMIT,
    LONGEST_LINE,
    Header,
    LineFault,
    Part,
    PartWriter,
    Table,
    TableFault,
    TableFaultError,
    Tally,
)

UNPACKED_LIMIT = 256 * 1024 * 1024
CELL_LIMIT = 6_000_000  # of the smallest rectangle around all cells; calamine keeps each of them in memory
ENTRY_LIMIT = 2000
_BROKEN = (  # what a damaged package raises, by where the damage lies
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError,
    LookupError, OverflowError,
)  # fmt: skip
_STEP = 1024 * 1024
_TAIL = 512
_ROW = re.compile(rb"<row\b[^>]*?\br=\"(\d+)\"")
_HIDDEN = re.compile(rb"<row\b[^>]*?\bhidden=\"(?:1|true)\"")
_COLUMN = re.compile(rb"<c\b[^>]*?\br=\"([A-Z]+)")
_EXACT_FLOAT = 2**53

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(slots=True)
class _Extent:
    """What the guard saw in the sheets."""

    last_row: int = 0
    columns: set[bytes] | None = None
    hidden: int = 0
    formulas: int = 0


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _scan(block: bytes, extent: _Extent) -> None:
    extent.last_row = max([extent.last_row, *map(int, _ROW.findall(block))])
    extent.hidden += len(_HIDDEN.findall(block))
    extent.formulas += block.count(b"<f>") + block.count(b"<f ")
    columns = set(_COLUMN.findall(block))
    extent.columns = columns | (extent.columns or set())


def _cut(text: bytes) -> int:
    """Where the text may be cut without cutting a tag that the patterns look for."""
    return max(text.rfind(b">") + 1, len(text) - 64 * _TAIL)


def _walk_entry(book: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> tuple[_Extent, int]:
    """Unpack one entry step by step; the extent of it (if a sheet) and its true size."""
    extent, size, rest = _Extent(), 0, b""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    with book.open(entry) as stream:
        while block := stream.read(_STEP):
            size += len(block)
            if size > budget:
                raise TableFaultError(TableFault.TOO_LARGE, megabytes=UNPACKED_LIMIT // 1024**2)
            if is_sheet:
                text = rest + block
                cut = _cut(text)
                _scan(text[:cut], extent)
                rest = text[cut:]
    if rest:
        _scan(rest, extent)
    return extent, size


def _guard(path: Path) -> _Extent:
    """Walk the whole package within its limits. Refuses what is too large or no workbook."""
    total, widest = 0, _Extent()
    try:
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise TableFaultError(TableFault.TOO_LARGE, megabytes=UNPACKED_LIMIT // 1024**2)
            for entry in entries:
                extent, size = _walk_entry(book, entry, UNPACKED_LIMIT - total)
                total += size
                _check_extent(extent)
                if extent.last_row > widest.last_row:
                    widest = extent
    except _BROKEN as broken:
        raise TableFaultError(TableFault.BROKEN) from broken
    return widest


def _check_extent(extent: _Extent) -> None:
    width = max((_column_number(letters) for letters in extent.columns or ()), default=0)
    if width > COLUMN_LIMIT or width * extent.last_row > CELL_LIMIT:
        raise TableFaultError(TableFault.TOO_LARGE, cells=CELL_LIMIT)


def cell_text(value: Value) -> str:
    """The text of a cell as an agency would have typed it: days in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _header(sheet: CalamineSheet, known: Callable[[str], bool]) -> Header | None:
    best: tuple[int, Header] | None = None
    for above, row in enumerate(islice(sheet.iter_rows(), HEADER_SEARCH)):
        cells = [cell_text(value).strip() for value in row]
        while cells and not cells[-1]:
            cells.pop()
        score = sum(1 for cell in cells if known(cell))
        if score and (best is None or score > best[0]):
            best = (score, Header(cells=tuple(cells), lines_above=above))
    return best[1] if best else None


def _fill(source: Iterator[tuple[int, Sequence[Value]]], width: int, writer: PartWriter, tally: Tally) -> bool:
    for number, row in source:
        cells = [cell_text(value) for value in row[:width]]
        if not any(cell.strip() for cell in cells):
            tally.blank += 1
            continue
        line = canonical(number, cells + [""] * (width - len(cells)))
        if len(line) > LONGEST_LINE:
            writer.reject(number, LineFault.LONG, line.partition(b",")[2])
        else:
            writer.add(line)
        if writer.full:
            return True
    return False


def _choose(book: CalamineWorkbook, known: Callable[[str], bool]) -> tuple[CalamineSheet, Header, tuple[str, ...]]:
    """The first sheet that has a header the catalogue knows, and the names of the other sheets."""
    names = list(book.sheet_names)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        header = _header(sheet, known)
        if header is not None:
            return sheet, header, tuple(other for other in names if other != name)
    raise TableFaultError(TableFault.NOT_A_TABLE)


def open_sheet(path: Path, known: Callable[[str], bool]) -> Table:
    """An XLSX workbook as a table: its first sheet whose header the catalogue knows."""
    extent = _guard(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet, header, others = _choose(book, known)
    except (CalamineError, OSError) as broken:
        raise TableFaultError(TableFault.BROKEN) from broken
    tally = Tally(hidden=extent.hidden, formulas=extent.formulas, other_sheets=others)

    def parts(folder: Path) -> Iterator[Part]:
        rows = islice(sheet.iter_rows(), header.lines_above + 1, None)
        source = iter(enumerate(rows, start=1))
        writer = PartWriter(folder, tally)
        more = True
        while more:
            more = _fill(source, len(header.cells), writer, tally)
            if part := writer.flush():
                yield part

    return Table(header=header, tally=tally, parts=parts)
