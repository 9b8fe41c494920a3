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

from creditport.engines.batch import encoding
from creditport.engines.batch.tables import LONGEST_LINE, PART_BYTES

_STEP = 4 * 1024 * 1024
_LONGER = PART_BYTES + 3 * _STEP  # how far a part may grow until its quotes are in pairs
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\n,")
_CONTROL = (b"\x00", encoding.UNREADABLE)


@dataclass(frozen=True, slots=True)
class RawPart:
    """A part as it is in the file. `doubtful`: its lines need care."""

    path: Path
    lines: int
    doubtful: bool


def _needs_care(content: bytes) -> bool:
    """Blank lines, lines that begin with an empty cell, odd quotes, odd line ends, or bytes that are no characters."""
    if content.startswith((b"\n", b"\r", b",")) or any(mark in content for mark in (*_BLANK_LINES, *_CONTROL)):
        return True
    if content.count(b'"') % 2 or content.count(b"\r") != content.count(b"\r\n"):
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _rest_of_line(file: BinaryIO) -> tuple[bytes, bool]:
    """What is left of the line at which the file stands. Of a line that is too long only the beginning, and True."""
    rest = piece = file.readline(LONGEST_LINE + 1)
    if len(rest) <= LONGEST_LINE:
        return rest, False
    while piece and not piece.endswith(b"\n"):
        piece = file.readline(_STEP)
    return rest.removesuffix(b"\n") + b"\n", True


def _next_part(file: BinaryIO) -> tuple[bytes, bool]:
    """The next bytes up to a line's end where the quotes before are in pairs, and whether a line was too long."""
    content = file.read(PART_BYTES)
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
            content, cut = _next_part(file)
            if not content:
                return
            if not content.endswith(b"\n"):
                content += b"\n"
            target = folder / f"raw-{number:05}.csv"
            target.write_bytes(content)
            yield RawPart(path=target, lines=content.count(b"\n"), doubtful=cut or _needs_care(content))
