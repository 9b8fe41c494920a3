"""Parts of a comma-separated UTF-8 file taken as they are, without looking at their lines.

Most files are well formed, and DuckDB reads those several times as fast as Python can look at their lines. A part is
handed over as it is; if the engine cannot read it, or finds another number of rows than lines, or if its bytes show
at a glance that its lines need care, that part alone is read carefully.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from creditport.engines.batch import encoding
from creditport.engines.batch.tables import PART_BYTES

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


def raw_parts(path: Path, skip: int, folder: Path) -> Iterator[RawPart]:
    """The file behind its first `skip` bytes, cut at line ends where the quotes before are in pairs."""
    count = 0
    with path.open("rb") as file:
        file.seek(skip)
        while content := file.read(PART_BYTES):
            content += file.readline()
            while content.count(b'"') % 2 and len(content) < _LONGER and (more := file.read(_STEP)):
                content += more + file.readline()
            if not content.endswith(b"\n"):
                content += b"\n"
            target = folder / f"raw-{count:05}.csv"
            target.write_bytes(content)
            yield RawPart(path=target, lines=content.count(b"\n"), doubtful=_needs_care(content))
            count += 1
