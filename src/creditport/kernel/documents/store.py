"""Files kept as received: sealed at rest, named by chance, whole or absent."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings

from creditport.kernel.crypto.keys import data_keys
from creditport.kernel.crypto.sealing import Readable, file_head, seal_stream, unseal_stream

_IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document in the store: its name there, the SHA-256 and size of what was received."""

    name: str
    digest: str
    size: int


def _home() -> Path:
    home: Path = settings.HOME
    return home


def _path(name: str) -> Path:
    return _home() / "documents" / name


def keep(stream: Readable, day: date) -> KeptDocument:
    """Seal a stream into the store. Durable when this returns; a broken stream leaves nothing."""
    name = f"{day:%Y/%m/%d}/{secrets.token_hex(16)}"
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in seal_stream(data_keys(_home()), stream, file):
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return KeptDocument(name=name, digest=digest.hexdigest(), size=size)


def sealed_before(number: int) -> Iterator[str]:
    """The documents that the data key of this number did not seal."""
    store, head = _home() / "documents", file_head(number)
    for path in sorted(store.rglob("*")):
        if path.is_file() and path.suffix != ".part":
            with path.open("rb") as file:
                if file.read(len(head)) != head:
                    yield str(path.relative_to(store))


def seal_anew(name: str) -> None:
    """Seal a document with the newest data key. Whoever reads it meanwhile reads the old file to its end."""
    plain = open_plain(name)
    path = _path(name)
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)  # of a run that was killed
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for _ in seal_stream(data_keys(_home()), plain, file):
                pass
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def forget(name: str) -> None:
    """Remove a document that nothing refers to."""
    _path(name).unlink(missing_ok=True)


def write_plain(name: str, target: Path) -> Path:
    """Open a document into a private plain file; the caller removes it."""
    with (
        _path(name).open("rb") as source,
        os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
    ):
        for chunk in unseal_stream(data_keys(_home()), source):
            file.write(chunk)
    return target


def open_plain(name: str) -> IO[bytes]:
    """A document for reading, as received; kept in memory while small."""
    plain: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with _path(name).open("rb") as source:
        for chunk in unseal_stream(data_keys(_home()), source):
            plain.write(chunk)
    plain.seek(0)
    return plain
