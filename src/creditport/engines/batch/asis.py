"""Parts of a comma-separated UTF-8 file taken as they are, without looking at their lines.

Most files are well formed, and DuckDB reads those several times as fast as Python can look at their lines. A part is
handed over as it is; if the engine cannot read it, or finds another number of rows than lines, or if its bytes show
at a glance that its lines need care, that part alone is read carefully.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

import numpy as np

from creditport.engines.batch import encoding
from creditport.engines.batch.tables import LONGEST_LINE, PART_BYTES

FIRST_PART_BYTES = PART_BYTES // 4  # whoever takes the parts can begin early
_STEP = 4 * 1024 * 1024
_LONGER = PART_BYTES + 3 * _STEP  # how far a part may grow until its quotes are in pairs
_LINE_FEED = ord("\n")
_ODD_BEGINNINGS = tuple(b"\n\r,")  # of a line: it is blank, or its first cell is
_CONTROL = (b"\x00", encoding.UNREADABLE)


@dataclass(frozen=True, slots=True)
class RawPart:
    """A part as it is in the file. `doubtful`: its lines need care."""

    path: Path
    lines: int
    doubtful: bool


def _needs_care(content: bytes, beginnings: set[int]) -> bool:
    """Blank lines, lines that begin with an empty cell, odd quotes, odd line ends, marks that no text holds.

    Bytes that are no characters are left to the engine, which refuses them.
    """
    if beginnings.intersection(_ODD_BEGINNINGS) or any(mark in content for mark in _CONTROL):
        return True
    returns = content.count(b"\r")
    return bool(content.count(b'"') % 2) or (returns > 0 and returns != content.count(b"\r\n"))


def _lines(content: bytes) -> tuple[int, set[int]]:
    """How many lines there are, and with which bytes they begin."""
    numbers = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(numbers == _LINE_FEED)
    return len(ends), {content[0], *map(int, np.unique(numbers[ends[:-1] + 1]))}


def _rest_of_line(file: BinaryIO) -> tuple[bytes, bool]:
    """What is left of the line at which the file stands. Of a line that is too long only the beginning, and True."""
    rest = piece = file.readline(LONGEST_LINE + 1)
    if len(rest) <= LONGEST_LINE:
        return rest, False
    while piece and not piece.endswith(b"\n"):
        piece = file.readline(_STEP)
    return rest.removesuffix(b"\n") + b"\n", True


def _next_part(file: BinaryIO, size: int) -> tuple[bytes, bool]:
    """The next bytes up to a line's end where the quotes before are in pairs, and whether a line was too long."""
    content = file.read(size)
    rest, cut = _rest_of_line(file)
    content += rest
    while not cut and content.count(b'"') % 2 and len(content) < _LONGER and (more := file.read(_STEP)):
        rest, cut = _rest_of_line(file)
        content += more + rest
    return content, cut


def raw_parts(path: Path, skip: int, folder: Path) -> Iterator[RawPart]:
    """The file behind its first `skip` bytes, cut at line ends where the quotes before are in pairs."""
    with path.open("rb") as file:
        file.seek(skip)
        for number in count():
            content, cut = _next_part(file, PART_BYTES if number else FIRST_PART_BYTES)
            if not content:
                return
            if not content.endswith(b"\n"):
                content += b"\n"
            target = folder / f"raw-{number:05}.csv"
            target.write_bytes(content)
            lines, beginnings = _lines(content)
            yield RawPart(path=target, lines=lines, doubtful=cut or _needs_care(content, beginnings))
