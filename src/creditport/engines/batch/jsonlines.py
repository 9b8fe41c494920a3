"""JSON Lines: one object a line. Its keys are the header; a line that is no flat object is a bad line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from creditport.engines.batch import encoding
from creditport.engines.batch.delimited import canonical
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

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def _object(line: bytes) -> dict[str, Json] | None:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _cell(value: Json) -> str:
    """The text of a value: a list as its members joined by `;`, whatever lies deeper as its own text."""
    if isinstance(value, list):
        return ";".join(map(_member, value))
    return _member(value)


def _member(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _keys(path: Path, name: str, skip: int) -> tuple[str, ...]:
    """Every key of the file, in the order of its first appearance."""
    keys: dict[str, None] = {}
    for line in encoding.lines(path, name, skip):
        for key in (_object(line) if len(line) <= LONGEST_LINE else None) or ():
            keys[key] = None
        if len(keys) > COLUMN_LIMIT:
            raise TableFaultError(TableFault.TOO_LARGE, columns=COLUMN_LIMIT)
    return tuple(keys)


def _row(number: int, line: bytes, keys: tuple[str, ...]) -> bytes | LineFault:
    """The canonical line of an object, or why there is none."""
    if len(line) > LONGEST_LINE:
        return LineFault.LONG
    if encoding.UNREADABLE in line:
        return LineFault.ENCODING
    row = _object(line)
    if row is None:
        return LineFault.JSON
    try:
        made = canonical(number, [_cell(row.get(key)) for key in keys])
    except orjson.JSONEncodeError:  # nested deeper than can be written
        return LineFault.JSON
    return made if len(made) <= LONGEST_LINE else LineFault.LONG


def _fill(source: Iterator[tuple[int, bytes]], keys: tuple[str, ...], writer: PartWriter, tally: Tally) -> bool:
    for number, line in source:
        if not line.strip():
            tally.blank += 1
            continue
        row = _row(number, line, keys)
        if isinstance(row, LineFault):
            writer.reject(number, row, line)
        else:
            writer.add(row)
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
