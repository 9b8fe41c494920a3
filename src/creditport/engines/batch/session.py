"""A DuckDB session with a fixed memory budget and a private folder that vanishes with it.

Everything a batch needs outside memory (the file in plain text, spilled tables) lies in one folder of mode 0700;
leaving the session removes it, and a killed process's folder is removed by `sweep`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

MEMORY_LIMIT = "640MB"
ROWS_A_GROUP = 16_384


@dataclass(frozen=True, slots=True)
class Batch:
    """One open session: its connection and its private folder."""

    connection: duckdb.DuckDBPyConnection
    folder: Path


def _connect(folder: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A file database in the folder, so that tables larger than the budget go to disk; no extension is fetched."""
    connection = duckdb.connect(
        str(folder / "batch.duckdb"),
        config={
            "memory_limit": memory_limit,
            "threads": threads,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": True,  # the place of a row is its number
            "force_compression": "uncompressed",  # the tables live for seconds: packing them costs more than it saves
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    connection.execute("SET enable_progress_bar = false")  # it is drawn on standard output, beside our own answer
    return connection


@contextmanager
def open_batch(scratch: Path, memory_limit: str = MEMORY_LIMIT, threads: int | None = None) -> Iterator[Batch]:
    """A session whose folder lies under `scratch` and is removed at the end, whatever happens."""
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"batch-{os.getpid()}-", dir=scratch))
    connection = _connect(folder, memory_limit, threads or min(os.cpu_count() or 2, 8))
    try:
        # Tables in `parts` are cut into small groups, so that all cores take a share of even one part of a file.
        connection.execute(f"ATTACH ':memory:' AS parts (ROW_GROUP_SIZE {ROWS_A_GROUP})")
        yield Batch(connection=connection, folder=folder)
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def sweep(scratch: Path) -> int:
    """Remove the folders that killed processes left under `scratch`. Returns how many."""
    removed = 0
    for folder in scratch.glob("batch-*-*"):
        process = folder.name.split("-")[1]
        if not Path(f"/proc/{process}").exists():
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed
