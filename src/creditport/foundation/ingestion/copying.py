"""Streams lines of COPY text from DuckDB into PostgreSQL, so that the two work at the same time.

DuckDB makes whole lines; an Arrow array of them is one contiguous buffer, which goes to the socket as it is. No row
is touched in Python.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue

import duckdb
import psycopg
import pyarrow as pa

ROWS_A_BLOCK = 16_384
_AHEAD = 3


def _buffer(lines: pa.Array) -> memoryview:
    """The bytes of all strings of an array, one after the other."""
    offsets = lines.buffers()[1]
    width = 8 if pa.types.is_large_string(lines.type) else 4
    ends = memoryview(offsets).cast("q" if width == 8 else "i")
    first, last = ends[lines.offset], ends[lines.offset + len(lines)]
    return memoryview(lines.buffers()[2])[first:last]


def _blocks(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[pa.Array, int]]:
    for batch in connection.sql(sql).to_arrow_reader(ROWS_A_BLOCK):
        if batch.num_rows:
            yield batch.column(0), batch.num_rows


class _Producer(threading.Thread):
    """Runs the query and keeps a few blocks ahead of the writer."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
        super().__init__(daemon=True)
        self._connection = connection
        self._sql = sql
        self._given_up = threading.Event()
        self.blocks: Queue[tuple[pa.Array, int] | BaseException | None] = Queue(_AHEAD)

    def run(self) -> None:
        try:
            for block in _blocks(self._connection, self._sql):
                if self._given_up.is_set():
                    return
                self.blocks.put(block)
            self.blocks.put(None)
        except BaseException as error:
            self.blocks.put(error)

    def give_up(self) -> None:
        """The writer failed: end, whatever the queue holds."""
        self._given_up.set()
        while not self.blocks.empty():
            self.blocks.get_nowait()
        self.join(timeout=60)


def copy_lines(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    cursor: psycopg.Cursor[tuple[object, ...]],
    into: str,
    progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Copy the lines that `sql` makes `into` a table and its columns. Returns how many."""
    producer = _Producer(connection, sql)
    producer.start()
    rows = 0
    try:
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            while (block := producer.blocks.get()) is not None:
                if isinstance(block, BaseException):
                    raise block
                copy.write(_buffer(block[0]))
                rows += block[1]
                progress(rows)
    finally:
        producer.give_up()
    return rows
