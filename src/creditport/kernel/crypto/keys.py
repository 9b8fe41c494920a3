"""The installation's keys: made once, kept in `CREDITPORT_HOME/keys`, readable by their owner alone.

`secret_key` signs sessions. `data_key` seals personal values and files; `index_key` makes the keyed index by which
a sealed identifier is found. A production installation gives the folder a sealed volume or a mounted secret.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def _read_or_make(path: Path) -> bytes:
    """The key in this file; made atomically if absent, so that two processes starting together agree."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.new")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError(f"{path} holds {len(key)} bytes; a key has 32. Restore it from the backup of the keys.")
    return key


def secret_key(home: Path) -> str:
    return _read_or_make(home / "keys" / "secret").hex()


def data_key(home: Path) -> bytes:
    return _read_or_make(home / "keys" / "data")


def index_key(home: Path) -> bytes:
    return _read_or_make(home / "keys" / "index")
