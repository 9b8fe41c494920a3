"""Which encoding a file has, and its lines in UTF-8 whatever it is.

DuckDB reads UTF-8 only. GB18030 and UTF-16 are transcoded on the way, chunk by chunk, so that memory does not grow
with the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from creditport.engines.batch.tables import LONGEST_LINE, TableFault, TableFaultError

CHUNK = 1024 * 1024  # short lines take ten times as much once they are cut apart
SAMPLE = 1024 * 1024
UNREADABLE = b"\xef\xbf\xbd"  # U+FFFD, stands for bytes that are no character

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether the sample, its last character perhaps cut in two, is text in this encoding."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_readable(sample: bytes) -> bool:
    """UTF-8 in which a few lines are damaged: not one character in two hundred is lost."""
    text = sample.decode("utf-8", errors="replace")
    return text.count("�") * 200 < max(len(text), 1)


def detect(path: Path) -> tuple[str, int]:
    """The encoding and the length of its mark. Refuses what is neither UTF-8, UTF-16 nor GB18030."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, len(mark)
    if sample.count(b"\x00") * 4 > len(sample):
        raise TableFaultError(TableFault.NOT_A_TABLE)
    if _decodes(sample, "utf-8"):
        return _when_ascii(path, sample), 0
    if _decodes(sample, "gb18030"):
        return "gb18030", 0
    if _mostly_readable(sample):
        return "utf-8", 0
    raise TableFaultError(TableFault.ENCODING)


def _when_ascii(path: Path, sample: bytes) -> str:
    """UTF-8, unless the sample is plain ASCII and the rest turns out to be GB18030 only."""
    if len(sample) < SAMPLE or not sample.isascii():
        return "utf-8"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if not chunk.isascii():
                return "utf-8" if _decodes(chunk, "utf-8") or not _decodes(chunk, "gb18030") else "gb18030"
    return "utf-8"


def _chunks(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The bytes of the file, in UTF-8 unless they are so already."""
    if encoding == "utf-8":
        while chunk := file.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end at a line's end: at LF, or, as long as the file has none, at CR.

    Of a line that is far too long only the beginning is given, longer than allowed, so that it is refused as such.
    """
    rest, skipping, feeds = b"", False, False
    for chunk in chunks:
        block = rest + chunk
        feeds = feeds or b"\n" in block
        mark, limit = (b"\n", len(block)) if feeds else (b"\r", len(block) - 1)  # an LF may follow a CR at the end
        end = block.rfind(mark, 0, limit) + 1
        if skipping:
            if not end:
                rest = block[limit:]
                continue
            start = block.find(mark) + 1
            block, end, skipping = block[start:], end - start, False
        if end:
            yield block[:end]
        rest = block[end:]
        if len(rest) > LONGEST_LINE:
            yield rest[: LONGEST_LINE + 1] + b"\n"
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest + b"\n" if feeds else rest


def _split(block: bytes) -> list[bytes]:
    """Lines ended by LF or CRLF, or, in a block that has no LF at all, by CR alone."""
    if b"\r" not in block or b"\n" not in block:
        return block.splitlines(keepends=True)
    return [line + b"\n" for line in block.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")]


def lines(path: Path, encoding: str, skip: int) -> Iterator[bytes]:
    """The lines in UTF-8, each with its end. What is no character becomes U+FFFD."""
    with path.open("rb") as file:
        file.seek(skip)
        for block in _whole_lines(_chunks(file, encoding)):
            try:
                block.decode("utf-8")
            except UnicodeDecodeError:
                block = block.decode("utf-8", errors="replace").encode()
            yield from _split(block)
