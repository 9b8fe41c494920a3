"""JSON Lines: one object a line. Its keys are the header; a line that is no flat object is a bad line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from creditport.engines.batch import encoding
from creditport.engines.batch.delimited import canonical
from creditport.engines.batch.tables import (
    KEPT_CHARACTERS,
    BadLine,
    Header,
    LineFault,
    Part,
    PartWriter,
    Table,
    TableFault,
    TableFaultError,
    Tally,
)

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def _object(line: bytes) -> dict[str, Json] | None:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _cell(value: Json) -> str:
    """The text of a value: a list as its members joined by `;`, a nested object as its own text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(_cell(member) for member in value)
    return orjson.dumps(value).decode()


def _keys(path: Path, name: str, skip: int) -> tuple[str, ...]:
    """Every key of the file, in the order of its first appearance."""
    keys: dict[str, None] = {}
    for line in encoding.lines(path, name, skip):
        for key in _object(line) or ():
            keys[key] = None
    return tuple(keys)


def _fill(source: Iterator[tuple[int, bytes]], keys: tuple[str, ...], writer: PartWriter, tally: Tally) -> bool:
    for number, line in source:
        if not line.strip():
            tally.blank += 1
            continue
        row = _object(line) if encoding.UNREADABLE not in line else None
        if row is None:
            fault = LineFault.ENCODING if encoding.UNREADABLE in line else LineFault.JSON
            text = line.decode("utf-8", errors="replace").rstrip("\r\n")[:KEPT_CHARACTERS]
            tally.bad.append(BadLine(number, fault, text))
            continue
        writer.add(canonical(number, [_cell(row.get(key)) for key in keys]))
        if writer.full:
            return True
    return False


def open_json_lines(path: Path, known: Callable[[str], bool]) -> Table:
    """A JSON Lines file as a table."""
    if path.stat().st_size == 0:
        raise TableFaultError(TableFault.EMPTY)
    name, skip = encoding.detect(path)
    keys = _keys(path, name, skip)
    if not any(known(key) for key in keys):
        raise TableFaultError(TableFault.NOT_A_TABLE)
    tally = Tally()

    def parts(folder: Path) -> Iterator[Part]:
        source = iter(enumerate(encoding.lines(path, name, skip), start=1))
        writer = PartWriter(folder, tally)
        more = True
        while more:
            more = _fill(source, keys, writer, tally)
            if part := writer.flush():
                yield part

    return Table(header=Header(cells=keys), tally=tally, parts=parts)
