"""The small share of rows whose party is a natural person: found by a keyed index, kept sealed."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256

import orjson

from creditport.kernel.crypto.sealing import seal

_CONTEXT = b"subjects.person:"
RECORD_CONTEXT = b"foundation.record:"


def person_index(index_key: bytes, kind: str, number: str) -> bytes:
    """The keyed index of a person's document."""
    return hmac.new(index_key, f"{kind}|{number.strip().upper()}".encode(), sha256).digest()


def sealed_person(data_key: bytes, index: bytes, *, name: str, kind: str, number: str) -> bytes:
    """A person's identity, sealed for the row that the index names."""
    plain = orjson.dumps({"name": name, "document_kind": kind, "document_number": number})
    return seal(data_key, plain, _CONTEXT + index)


def seal_many(data_key: bytes, keys: Iterable[str], plain: Iterable[str | None]) -> list[bytes | None]:
    """Personal fields of many records, each sealed for its record's key; None where a record has none."""
    return [
        None if text is None else seal(data_key, text.encode(), RECORD_CONTEXT + key.encode())
        for key, text in zip(keys, plain, strict=True)
    ]
