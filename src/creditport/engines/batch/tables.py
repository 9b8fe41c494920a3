"""What a reader makes of a file: a header, numbered rows in canonical parts, and the lines it could not read.

A part is a CSV file in UTF-8 with comma, `"` doubled, no header; its first column is the row's number (1 = first row
under the header). Only rows with as many cells as the header are in it: every other line is a `BadLine`, so that
nothing is lost without a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PART_BYTES = 48 * 1024 * 1024
KEPT_CHARACTERS = 2000
LONGEST_LINE = 1024 * 1024  # bytes; no row of any item comes near
BLANK = b"\r\n\t ,"


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
    """One canonical part on disk."""

    path: Path
    rows: int


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
    bad: list[BadLine] = field(default_factory=list)


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
    """Collects canonical lines into parts of a bounded size."""

    def __init__(self, folder: Path, tally: Tally) -> None:
        self._folder = folder
        self._tally = tally
        self._lines: list[bytes] = []
        self._size = 0
        self._count = 0

    def add(self, line: bytes) -> None:
        """One canonical line, its number and line end included."""
        self._lines.append(line)
        self._size += len(line)

    @property
    def full(self) -> bool:
        return self._size >= PART_BYTES

    def flush(self) -> Part | None:
        """Write what was collected as a part; None when there was nothing."""
        if not self._lines:
            return None
        path = self._folder / f"part-{self._count:05}.csv"
        with path.open("wb") as file:
            file.writelines(self._lines)
        part = Part(path=path, rows=len(self._lines))
        self._tally.rows += part.rows
        self._count += 1
        self._lines = []
        self._size = 0
        return part
