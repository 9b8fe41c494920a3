"""Personal fields of records: sealed, each for its record's key."""

from __future__ import annotations

from collections.abc import Iterable

from creditport.kernel.crypto.keys import DataKeys
from creditport.kernel.crypto.sealing import seal

RECORD_CONTEXT = b"foundation.record:"


def seal_many(data_keys: DataKeys, keys: Iterable[str], plain: Iterable[str | None]) -> list[bytes | None]:
    """Personal fields of many records, each sealed for its record's key; None where a record has none."""
    return [
        None if text is None else seal(data_keys, text.encode(), RECORD_CONTEXT + key.encode())
        for key, text in zip(keys, plain, strict=True)
    ]
