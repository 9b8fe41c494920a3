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
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
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
TEXT_LIMIT = 128 * 1024 * 1024  # of the texts that cells refer to, each as often as it is referred to
_STEP = 1024 * 1024
_TAIL = 512
# Marks are looked for loosely: with either quote, with a prefix before the name, wherever they stand.
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]*)(\d+)[\"']")  # of a row, or of a cell with its column
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_CELLS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r", b":c ", b":c>", b":c/", b":c\n", b":c\t", b":c\r")
_REFERS = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_REFERENCE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*<")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_DIGITS = 8  # a longer number is no place among the shared texts
_EXACT_FLOAT = 2**53

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(slots=True)
class _Extent:
    """What the guard saw in a sheet."""

    last_row: int = 0
    columns: set[bytes] = field(default_factory=set)
    cells: int = 0
    references: int = 0  # cells whose text stands among the shared ones
    hidden: int = 0
    formulas: int = 0


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _scan(block: bytes, extent: _Extent) -> None:
    places = _PLACE.findall(block)
    extent.last_row = max([extent.last_row, *(int(row) for _, row in places)])
    extent.columns.update(column for column, _ in places)
    extent.cells += sum(map(block.count, _CELLS))
    extent.references += len(_REFERS.findall(block))
    extent.hidden += len(_HIDDEN.findall(block))
    extent.formulas += block.count(b"<f>") + block.count(b"<f ")


def _cut(text: bytes) -> int:
    """Where the text may be cut without cutting a tag that the patterns look for."""
    return max(text.rfind(b">") + 1, len(text) - 64 * _TAIL)


def _blocks(book: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int = UNPACKED_LIMIT) -> Iterator[bytes]:
    """One entry, unpacked step by step, cut between tags; refused when it unfolds beyond the budget."""
    rest, size = b"", 0
    with book.open(entry) as stream:
        while block := stream.read(_STEP):
            size += len(block)
            if size > budget:
                raise TableFaultError(TableFault.TOO_LARGE, megabytes=UNPACKED_LIMIT // 1024**2)
            text = rest + block
            cut = _cut(text)
            yield text[:cut]
            rest = text[cut:]
    if rest:
        yield rest


def _walk(book: zipfile.ZipFile) -> dict[str, _Extent]:
    """Unpack every entry within the limits; the extent of each, since any of them may be used as a sheet."""
    total, sheets = 0, {}
    entries = book.infolist()
    if len(entries) > ENTRY_LIMIT:
        raise TableFaultError(TableFault.TOO_LARGE, megabytes=UNPACKED_LIMIT // 1024**2)
    for entry in entries:
        extent = sheets[entry.filename] = _Extent()
        for block in _blocks(book, entry, UNPACKED_LIMIT - total):
            total += len(block)
            _scan(block, extent)
        _check_extent(extent)
    return sheets


def _check_extent(extent: _Extent) -> None:
    width = max(map(_column_number, extent.columns), default=0)
    if width > COLUMN_LIMIT or max(width * extent.last_row, extent.cells) > CELL_LIMIT:
        raise TableFaultError(TableFault.TOO_LARGE, cells=CELL_LIMIT)


def _text_lengths(book: zipfile.ZipFile) -> array[int]:
    """How long each shared text is, in bytes of its XML."""
    lengths = array("L")
    for entry in book.infolist():
        if entry.filename.lower() == "xl/sharedstrings.xml":
            begun, walked = 0, 0
            for block in _blocks(book, entry):
                for end in _TEXT_END.finditer(block):
                    lengths.append(walked + end.end() - begun)
                    begun = walked + end.end()
                walked += len(block)
            lengths.append(walked - begun)
    return lengths


def _check_texts(book: zipfile.ZipFile, sheets: dict[str, _Extent]) -> None:
    """Refuse sheets whose cells refer so often to long texts that reading them would fill the memory."""
    lengths = _text_lengths(book)
    longest = max(lengths, default=0)
    for name, extent in sheets.items():
        if extent.references * longest <= TEXT_LIMIT:
            continue
        size, found = 0, 0
        for block in _blocks(book, book.getinfo(name)):
            references = [int(number) for number in _REFERENCE.findall(block) if len(number) < _DIGITS]
            size += sum(lengths[number] for number in references if number < len(lengths))
            found += len(references)
        if size + max(0, extent.references - found) * longest > TEXT_LIMIT:
            raise TableFaultError(TableFault.TOO_LARGE, megabytes=TEXT_LIMIT // 1024**2)


def _guard(path: Path) -> _Extent:
    """Walk the whole package within its limits. Refuses what is too large or no workbook."""
    try:
        with zipfile.ZipFile(path) as book:
            sheets = _walk(book)
            _check_texts(book, sheets)
    except _BROKEN as broken:
        raise TableFaultError(TableFault.BROKEN) from broken
    return max(sheets.values(), key=lambda extent: extent.cells, default=_Extent())  # themes have no cells


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
