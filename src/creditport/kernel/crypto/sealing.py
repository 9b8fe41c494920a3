"""AES-256-GCM for values and, chunk by chunk, for files of any size.

A sealed value is a nonce and the ciphertext. A sealed file is a mark, a random prefix and chunks; the nonce of a chunk
is the prefix and its number, and the last chunk is marked as the last, so that no chunk can be cut off, swapped or
taken from another file without being noticed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
_MARK = b"CPS1"
_PREFIX = 7
_TAG = 16
_NONCE = 12


class SealBrokenError(Exception):
    """The sealed bytes were changed, cut or sealed with another key."""


class Readable(Protocol):
    """Anything that is read in pieces: an open file, an uploaded file."""

    def read(self, size: int = ..., /) -> bytes: ...


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Seal one value. `context` (which table, which row) must be given again to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open a sealed value, or `SealBrokenError`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    except InvalidTag:
        raise SealBrokenError from None


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


def seal_stream(key: bytes, source: Readable, target: BinaryIO) -> Iterator[bytes]:
    """Seal a stream into a file; yields each plain chunk after it was written, for a digest beside."""
    cipher, prefix = AESGCM(key), secrets.token_bytes(_PREFIX)
    target.write(_MARK + prefix)
    number, chunk = 0, _exactly(source)
    while True:
        following = _exactly(source) if len(chunk) == CHUNK else b""
        target.write(cipher.encrypt(_nonce(prefix, number, not following), chunk, _MARK))
        yield chunk
        if not following:
            return
        number, chunk = number + 1, following


def unseal_stream(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """The plain chunks of a sealed file, or `SealBrokenError` at the first that was touched."""
    head = source.read(len(_MARK) + _PREFIX)
    if head[: len(_MARK)] != _MARK:
        raise SealBrokenError
    cipher, prefix, number = AESGCM(key), head[len(_MARK) :], 0
    chunk = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), chunk, _MARK)
        except InvalidTag:
            raise SealBrokenError from None
        if not following:
            return
        number, chunk = number + 1, following


def _exactly(source: Readable) -> bytes:
    """A full chunk, or what is left."""
    parts, wanted = [], CHUNK
    while wanted:
        part = source.read(wanted)
        if not part:
            break
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)
