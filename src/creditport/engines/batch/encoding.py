"""Which encoding a file has, and its lines in UTF-8 whatever it is.

DuckDB reads UTF-8 only. GB18030 and UTF-16 are transcoded on the way, chunk by chunk, so that memory does not grow
with the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from creditport.engines.batch.tables import TableFault, TableFaultError

CHUNK = 4 * 1024 * 1024
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
                chunk += file.readline()
                return "utf-8" if _decodes(chunk, "utf-8") or not _decodes(chunk, "gb18030") else "gb18030"
    return "utf-8"


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file in blocks that end at a line's end."""
    while block := file.read(CHUNK):
        yield block + file.readline()


def _utf8_lines(file: BinaryIO) -> Iterator[bytes]:
    for block in _blocks(file):
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            block = block.decode("utf-8", errors="replace").encode()
        yield from block.splitlines(keepends=True) if b"\r" not in block else _split(block)


def _split(block: bytes) -> list[bytes]:
    """Lines ended by LF or CRLF, or, in a block that has no LF at all, by CR alone."""
    if b"\n" not in block:
        return block.splitlines(keepends=True)
    return [line + b"\n" for line in block.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")]


def _transcoded_lines(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = b""
    while block := file.read(CHUNK):
        lines = (rest + decoder.decode(block).encode()).replace(b"\r\n", b"\n").split(b"\n")
        rest = lines.pop()
        for line in lines:
            yield line + b"\n"
    rest += decoder.decode(b"", final=True).encode()
    if rest:
        yield rest


def lines(path: Path, encoding: str, skip: int) -> Iterator[bytes]:
    """The lines in UTF-8, each with its end. What is no character becomes U+FFFD."""
    with path.open("rb") as file:
        file.seek(skip)
        yield from _utf8_lines(file) if encoding == "utf-8" else _transcoded_lines(file, encoding)
