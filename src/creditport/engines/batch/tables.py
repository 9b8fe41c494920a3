"""What a reader makes of a file: a header, numbered rows in canonical parts, and the lines it could not read.

A part is a CSV file in UTF-8 with comma, `"` doubled, no header; its first column is the row's number (1 = first row
under the header). Only rows with as many cells as the header are in it: every other line is a `BadLine`, so that
nothing is lost without a trace. Bad lines travel with the part in which they were met, so that millions of them
take no more memory than one part does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PART_BYTES = 32 * 1024 * 1024
KEPT_CHARACTERS = 2000
LONGEST_LINE = 1024 * 1024  # bytes; no row of any item comes near
COLUMN_LIMIT = 512  # of any file; the engine's memory grows with the columns
BLANK = b"\r\n\t ,"
_BAD_BYTES = 600  # what a bad line takes in memory beside its text, here and where it is taken on


class LineFault(StrEnum):
    """Why a line is not a row."""

    COLUMNS = "line-columns"
    QUOTES = "line-quotes"
    ENCODING = "line-encoding"
    JSON = "line-json"
    LONG = "line-long"


class TableFault(StrEnum):
    """Why a file as a whole cannot be read."""

    EMPTY = "file-empty"
    NO_ROWS = "file-no-rows"
    NOT_A_TABLE = "file-not-a-table"
    ENCODING = "file-encoding"
    TOO_LARGE = "file-too-large"
    BROKEN = "file-broken"


class TableFaultError(Exception):
    """The file is no table that can be read; `fault` says why."""

    def __init__(self, fault: TableFault, **detail: str | int) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no row: its number, why, and its text as far as kept."""

    number: int
    fault: LineFault
    text: str
    found: int = 0  # cells found, where that is the fault


@dataclass(frozen=True, slots=True)
class Part:
    """One canonical part on disk, perhaps without a row, and the bad lines that were met on the way."""

    path: Path
    rows: int
    bad: tuple[BadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header cells in the file's order, and how many lines stand above the first row."""

    cells: tuple[str, ...]
    lines_above: int = 0


@dataclass(slots=True)
class Tally:
    """What was met on the way; complete when the reader is exhausted."""

    rows: int = 0
    last: int = 0  # the number of the last line met
    blank: int = 0
    hidden: int = 0
    formulas: int = 0
    other_sheets: tuple[str, ...] = ()
    bad: int = 0  # lines that were no rows


@dataclass(frozen=True, slots=True)
class AsIs:
    """Where the rows of a file begin, and how to read one of its parts with care, numbering from a number on."""

    path: Path
    skip: int
    carefully: Callable[[Path, int, Path], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened as a table. `parts` may be walked once; `tally` fills while it is walked."""

    header: Header
    tally: Tally
    parts: Callable[[Path], Iterator[Part]]
    as_is: AsIs | None = None  # a quicker way to the same rows, for files that allow it


class PartWriter:
    """Collects canonical lines and bad lines into parts of a bounded size."""

    def __init__(self, folder: Path, tally: Tally) -> None:
        self._folder = folder
        self._tally = tally
        self._lines: list[bytes] = []
        self._bad: list[BadLine] = []
        self._size = 0
        self._count = 0

    def add(self, line: bytes) -> None:
        """One canonical line, its number and line end included."""
        self._lines.append(line)
        self._size += len(line)

    def reject(self, number: int, fault: LineFault, line: bytes, found: int = 0) -> None:
        """A line that is no row; the beginning of its text is kept."""
        text = line[: 4 * KEPT_CHARACTERS].decode("utf-8", errors="replace").rstrip("\r\n")[:KEPT_CHARACTERS]
        self._bad.append(BadLine(number, fault, text, found))
        self._size += _BAD_BYTES + 2 * len(text)

    @property
    def full(self) -> bool:
        return self._size >= PART_BYTES

    def flush(self) -> Part | None:
        """Write what was collected as a part; None when there was nothing."""
        if not self._lines and not self._bad:
            return None
        path = self._folder / f"part-{self._count:05}.csv"
        with path.open("wb") as file:
            file.writelines(self._lines)
        part = Part(path=path, rows=len(self._lines), bad=tuple(self._bad))
        self._tally.rows += part.rows
        self._tally.bad += len(part.bad)
        self._count += 1
        self._lines, self._bad = [], []
        self._size = 0
        return part
