"""The database of the bench: the embedded server in a home of its own, migrated."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from creditport.kernel.postgres import cluster
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import Layout


def creditport(*words: str) -> None:
    """Run the command line as a user would."""
    subprocess.run([str(Path(sys.executable).parent / "creditport"), *words], check=True)


@contextmanager
def bench_database(home: Path) -> Iterator[str]:
    """The URL of a superuser on the migrated bench database, for as long as the block runs."""
    os.environ["CREDITPORT_HOME"] = str(home)
    os.environ.pop("CREDITPORT_DATABASE_URL", None)
    cluster.ensure_running(home)
    creditport("migrate")
    try:
        yield superuser_url(Layout(home), "creditport")
    finally:
        cluster.release(home)
