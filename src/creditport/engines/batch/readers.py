"""Opens a file as a table by what it is, not by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from creditport.engines.batch.delimited import open_delimited
from creditport.engines.batch.jsonlines import open_json_lines
from creditport.engines.batch.sheets import open_sheet
from creditport.engines.batch.tables import COLUMN_LIMIT, Table, TableFault, TableFaultError

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, known: Callable[[str], bool]) -> Table:
    """The file as a table, or `TableFaultError`. `known` says whether a header cell names a catalogue column."""
    table = _open(path, known)
    if len(table.header.cells) > COLUMN_LIMIT:
        raise TableFaultError(TableFault.TOO_LARGE, columns=COLUMN_LIMIT)
    return table


def _open(path: Path, known: Callable[[str], bool]) -> Table:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise TableFaultError(TableFault.EMPTY)
    if head.startswith(b"PK"):
        return open_sheet(path, known)
    if head.startswith((_OLD_WORKBOOK, b"%PDF", b"\x1f\x8b")):
        raise TableFaultError(TableFault.NOT_A_TABLE)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return open_json_lines(path, known)
    return open_delimited(path, known)
