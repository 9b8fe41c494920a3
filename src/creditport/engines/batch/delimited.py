"""Comma- and tab-separated files, read so that no line is lost.

The common line costs two byte counts: as many separators as the header and no quote. Lines with quotes are parsed;
a value that runs over several lines is joined; a quote that never closes spoils its own line only, not the rest of
the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from creditport.engines.batch import encoding
from creditport.engines.batch.tables import (
    BLANK,
    LONGEST_LINE,
    AsIs,
    Header,
    LineFault,
    Part,
    PartWriter,
    Table,
    TableFault,
    TableFaultError,
    Tally,
)

HEADER_SEARCH = 10  # titles and notes may stand above the header
JOINED_LINES = 200  # a quoted value never runs longer
csv.field_size_limit(16 * 1024 * 1024)


def _cells(line: bytes, separator: str) -> list[str] | None:
    """The cells of one record, or None if its quotes are broken."""
    try:
        rows = list(csv.reader(io.StringIO(line.decode(), newline=""), delimiter=separator, strict=True))
    except (csv.Error, UnicodeDecodeError):
        return None
    return rows[0] if len(rows) == 1 else None


def canonical(number: int, cells: list[str]) -> bytes:
    """One canonical line from cells. Line ends within a cell become LF: DuckDB fails on a lone CR."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([number, *(_with_line_feeds(cell) for cell in cells)])
    return out.getvalue().encode("utf-8", errors="replace")


def _with_line_feeds(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


class _Lines:
    """Turns the lines of one file into canonical lines and bad lines."""

    def __init__(self, source: Iterator[bytes], separator: str, width: int, tally: Tally, writer: PartWriter) -> None:
        self._source = source
        self._writer = writer
        self._pushed: list[bytes] = []
        self._separator = separator
        self._mark = separator.encode()
        self._width = width
        self._tally = tally
        self.number = 0

    def _next(self) -> bytes | None:
        return self._pushed.pop() if self._pushed else next(self._source, None)

    def _bad(self, line: bytes, fault: LineFault, found: int = 0) -> None:
        self._writer.reject(self.number, fault, line, found)

    def _joined(self, line: bytes) -> bytes | None:
        """The record that begins with this line; None (and the lines pushed back) if its quote never closes."""
        taken: list[bytes] = []
        quotes, size = line.count(b'"'), len(line)
        while quotes % 2 and len(taken) < JOINED_LINES and size <= LONGEST_LINE:
            following = self._next()
            if following is None:
                break
            taken.append(following)
            quotes += following.count(b'"')
            size += len(following)
        record = line + b"".join(taken)
        cells = None if quotes % 2 else _cells(record, self._separator)
        if taken and (cells is None or len(cells) != self._width):
            self._pushed.extend(reversed(taken))
            return None
        return record

    def _quoted(self, line: bytes) -> bytes | None:
        record = self._joined(line)
        cells = _cells(record, self._separator) if record is not None else None
        if cells is None:
            self._bad(line, LineFault.QUOTES)
            return None
        if len(cells) != self._width:
            self._bad(line, LineFault.COLUMNS, len(cells))
            return None
        if not any(cell.strip() for cell in cells):
            self._tally.blank += 1
            return None
        made = canonical(self.number, cells)
        if len(made) > LONGEST_LINE:
            self._bad(line, LineFault.LONG)
            return None
        return made

    def _plain(self, line: bytes) -> bytes | None:
        """A line without quotes."""
        found = line.count(self._mark) + 1
        if not line.strip(BLANK):
            self._tally.blank += 1
            return None
        if found != self._width:
            self._bad(line, LineFault.COLUMNS, found)
            return None
        body = line.rstrip(b"\r\n")
        if self._mark != b"," or b"\r" in body:
            return canonical(self.number, body.decode().split(self._separator))
        return b"%d,%s\n" % (self.number, body)

    def _odd(self, line: bytes) -> bytes | None:
        """Any line that is not plainly well formed."""
        if len(line) > LONGEST_LINE:
            self._bad(line, LineFault.LONG)
            return None
        if encoding.UNREADABLE in line:
            self._bad(line, LineFault.ENCODING)
            return None
        return self._quoted(line) if b'"' in line else self._plain(line)

    def fill(self) -> bool:
        """Write lines until a part is full. False when the file is at its end."""
        writer = self._writer
        width, comma, unreadable = self._width - 1, self._mark == b",", encoding.UNREADABLE
        while not writer.full:
            line = self._next()
            if line is None:
                return False
            self.number += 1
            body = line.rstrip(b"\r\n")
            odd = unreadable in line or b"\r" in body or len(body) >= LONGEST_LINE
            if comma and body[:1] not in b",\t " and not odd:
                found = body.count(b",") if b'"' not in body else _simply_quoted(body)
                if found == width:
                    writer.add(b"%d,%s\n" % (self.number, body))
                    continue
            done = self._odd(line)
            if done is not None:
                writer.add(done)
        return True


def _simply_quoted(body: bytes) -> int:
    """How many commas separate cells, if every quote stands beside a separator; -1 if the line needs parsing."""
    quotes = body.count(b'"')
    beside = body.count(b',"') + body.count(b'",') + (body[:1] == b'"') + (body[-1:] == b'"')
    if quotes % 2 or beside != quotes:
        return -1
    return b"".join(body.split(b'"')[::2]).count(b",")


def _separator(head: list[bytes]) -> str:
    """Tab where it separates more than the comma does."""
    return "\t" if sum(line.count(b"\t") for line in head) > sum(line.count(b",") for line in head) else ","


def _find_header(head: list[bytes], separator: str, known: Callable[[str], bool]) -> Header:
    """The first of the topmost lines with the most cells that the catalogue knows."""
    best: tuple[int, Header] | None = None
    for above, line in enumerate(head):
        cells = tuple(cell.strip() for cell in _cells(line, separator) or ())
        score = sum(1 for cell in cells if known(cell))
        if score and (best is None or score > best[0]):
            best = (score, Header(cells=cells, lines_above=above))
    if best is None:
        raise TableFaultError(TableFault.NOT_A_TABLE)
    return best[1]


def open_delimited(path: Path, known: Callable[[str], bool]) -> Table:
    """A CSV or TSV file as a table. `known` says whether a header cell is a column of the catalogue item."""
    if path.stat().st_size == 0:
        raise TableFaultError(TableFault.EMPTY)
    name, skip = encoding.detect(path)
    head = [line for line, _ in zip(encoding.lines(path, name, skip), range(HEADER_SEARCH), strict=False)]
    if not any(line.strip(BLANK) for line in head):
        raise TableFaultError(TableFault.EMPTY)
    separator = _separator(head)
    header = _find_header(head, separator, known)
    tally = Tally()

    def read(source: Iterator[bytes], first: int, folder: Path) -> Iterator[Part]:
        writer = PartWriter(folder, tally)
        reader = _Lines(source, separator, len(header.cells), tally, writer)
        reader.number = first - 1
        more = True
        while more:
            more = reader.fill()
            tally.last = reader.number
            if part := writer.flush():
                yield part

    def parts(folder: Path) -> Iterator[Part]:
        yield from read(islice(encoding.lines(path, name, skip), header.lines_above + 1, None), 1, folder)

    def carefully(part: Path, first: int, folder: Path) -> Iterator[Part]:
        yield from read(encoding.lines(part, "utf-8", 0), first, folder)

    as_is = None
    if separator == "," and name == "utf-8":
        as_is = AsIs(path=path, skip=_row_start(path, skip, header.lines_above + 1), carefully=carefully)
    return Table(header=header, tally=tally, parts=parts, as_is=as_is)


def _row_start(path: Path, skip: int, lines: int) -> int:
    """The byte at which the rows begin, behind so many lines."""
    with path.open("rb") as file:
        file.seek(skip)
        for _ in range(lines):
            file.readline()
        return file.tell()
