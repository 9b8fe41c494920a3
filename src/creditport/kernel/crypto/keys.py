"""The installation's keys: made once, kept in `CREDITPORT_HOME/keys`, readable by their owner alone.

`secret_key` signs sessions. The data keys seal personal values and files: `data` is the first, `data-2`, `data-3` …
came by rotation; new values are sealed with the newest, the older ones stay to read what they sealed. `index_key` makes
the keyed index by which a sealed identifier is found. A production installation gives the folder a sealed volume or a
mounted secret.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FIRST = 1
_LATER = re.compile(r"^data-([1-9][0-9]{0,4})$")
_MOST = 65_535  # a sealed value has two bytes for the number


@dataclass(frozen=True, slots=True)
class DataKeys:
    """The data keys by number. New values are sealed with the newest. Never logged: its text form says nothing."""

    by_number: Mapping[int, bytes]

    @property
    def newest(self) -> int:
        return max(self.by_number)

    def __repr__(self) -> str:
        return "DataKeys(…)"

    __str__ = __repr__


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


def data_keys(home: Path) -> DataKeys:
    """The data keys as the folder holds them now; the first is made if there is none at all."""
    folder = home / "keys"
    found = {int(told[1]): path for path in folder.glob("data-*") if (told := _LATER.match(path.name))}
    first = folder / "data"
    if first.exists() or not found:
        found[_FIRST] = first
    return DataKeys({number: _read_or_make(path) for number, path in sorted(found.items())})


def make_data_key(home: Path) -> int:
    """Make the next data key, with which new values are sealed from now on. Its number."""
    number = data_keys(home).newest + 1
    if number > _MOST:
        raise ValueError("there is no number left for another data key")
    _read_or_make(home / "keys" / f"data-{number}")
    return number


def index_key(home: Path) -> bytes:
    return _read_or_make(home / "keys" / "index")
