"""Streams lines of COPY text from DuckDB into PostgreSQL, so that the two work at the same time.

DuckDB makes whole lines; an Arrow array of them is one contiguous buffer, which goes to the socket as it is. No row
is touched in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb
import psycopg
import pyarrow as pa

from creditport.engines.batch.ahead import ahead

Cursor = psycopg.Cursor[tuple[object, ...]]

ROWS_A_BLOCK = 16_384
_AHEAD = 3


def _buffer(lines: pa.Array) -> memoryview:
    """The bytes of all strings of an array, one after the other."""
    offsets = lines.buffers()[1]
    width = 8 if pa.types.is_large_string(lines.type) else 4
    ends = memoryview(offsets).cast("q" if width == 8 else "i")
    first, last = ends[lines.offset], ends[lines.offset + len(lines)]
    return memoryview(lines.buffers()[2])[first:last]


def _blocks(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[pa.Array]:
    for batch in connection.sql(sql).to_arrow_reader(ROWS_A_BLOCK):
        if batch.num_rows:
            yield batch.column(0)


@contextmanager
def lines_ahead(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Iterator[pa.Array]]:
    """Begin to make the lines of a query, on a connection of their own, before PostgreSQL is ready to take them."""
    with connection.cursor() as own, ahead(lambda: _blocks(own, sql), _AHEAD) as blocks:
        yield blocks


def copy_blocks(blocks: Iterable[pa.Array], cursor: Cursor, into: str) -> int:
    """Copy blocks of lines `into` a table and its columns. Returns how many lines."""
    rows = 0
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for block in blocks:
            copy.write(_buffer(block))
            rows += len(block)
    return rows


def copy_lines(connection: duckdb.DuckDBPyConnection, sql: str, cursor: Cursor, into: str) -> int:
    """Copy the lines that `sql` makes `into` a table and its columns. Returns how many."""
    with ahead(lambda: _blocks(connection, sql), _AHEAD) as blocks:
        return copy_blocks(blocks, cursor, into)
