"""Where the embedded PostgreSQL of an installation is reached. Reads; never starts anything."""

from __future__ import annotations

import os
from pathlib import Path


def installation_home() -> Path:
    """`CREDITPORT_HOME`: the folder that holds all state. Default `var/` in the current folder.

    Known here, below the settings, because the server has to run before they are read.
    """
    return Path(os.environ.get("CREDITPORT_HOME") or "var").resolve()


def connection_url(home: Path) -> str:
    """The URL of the embedded server of this home, as its start-up code wrote it to `postgres/url`.

    Before the first start there is none yet; the URL then names the home itself, so that a connection fails with a
    readable message instead of reaching some other server.
    """
    written = home / "postgres" / "url"
    if written.exists():
        return written.read_text(encoding="utf-8").strip()
    return f"postgresql://creditport@/creditport?host={home}/postgres/not-started"
