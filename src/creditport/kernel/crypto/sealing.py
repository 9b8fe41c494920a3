"""AES-256-GCM for values and, chunk by chunk, for files of any size.

A sealed value is a mark, the number of its key, a nonce and the ciphertext. A sealed file is a mark, the number of its
key, a random prefix and chunks; the nonce of a chunk is the prefix and its number, and the last chunk is marked as the
last, so that no chunk can be cut off, swapped or taken from another file without being noticed. What was sealed before
keys had numbers bears none; the first key reads it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from creditport.kernel.crypto.keys import DataKeys

CHUNK = 1024 * 1024
_UNNUMBERED = 1  # the key that reads what bears no number
_VALUE = b"CK"
_OLD_FILE, _FILE = b"CPS1", b"CPS2"
_NUMBER = 2
_PREFIX = 7
_TAG = 16
_NONCE = 12


class SealBrokenError(Exception):
    """The sealed bytes were changed, cut or sealed with a key that is not here."""


class Readable(Protocol):
    """Anything that is read in pieces: an open file, an uploaded file."""

    def read(self, size: int = ..., /) -> bytes: ...


def value_head(number: int) -> bytes:
    """How every value begins that the key of this number sealed."""
    return _VALUE + number.to_bytes(_NUMBER)


def file_head(number: int) -> bytes:
    """How every file begins that the key of this number sealed."""
    return _FILE + number.to_bytes(_NUMBER)


def seal(keys: DataKeys, plain: bytes, context: bytes) -> bytes:
    """Seal one value. `context` (which table, which row) must be given again to open it."""
    number, nonce = keys.newest, secrets.token_bytes(_NONCE)
    return value_head(number) + nonce + AESGCM(keys.by_number[number]).encrypt(nonce, plain, context)


def seal_each(keys: DataKeys, values: Iterable[tuple[bytes, bytes]], count: int) -> Iterator[bytes]:
    """`seal` for so many values, each with its context: one cipher and one draw of chance for all of them."""
    head, encrypt = value_head(keys.newest), AESGCM(keys.by_number[keys.newest]).encrypt
    nonces = secrets.token_bytes(_NONCE * count)
    for place, (plain, context) in zip(range(0, len(nonces), _NONCE), values, strict=True):
        nonce = nonces[place : place + _NONCE]
        yield head + nonce + encrypt(nonce, plain, context)


def unseal(keys: DataKeys, sealed: bytes, context: bytes) -> bytes:
    """Open a sealed value, or `SealBrokenError`."""
    head = len(_VALUE) + _NUMBER
    if sealed[: len(_VALUE)] == _VALUE:
        number = int.from_bytes(sealed[len(_VALUE) : head])
        try:
            return _opened(keys, number, sealed[head:], context)
        except SealBrokenError:
            pass  # the nonce of a value without a number may begin like a mark
    return _opened(keys, _UNNUMBERED, sealed, context)


def _opened(keys: DataKeys, number: int, sealed: bytes, context: bytes) -> bytes:
    key = keys.by_number.get(number)
    if key is None or len(sealed) < _NONCE + _TAG:
        raise SealBrokenError
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
    except InvalidTag:
        raise SealBrokenError from None


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


def seal_stream(keys: DataKeys, source: Readable, target: BinaryIO) -> Iterator[bytes]:
    """Seal a stream into a file; yields each plain chunk after it was written, for a digest beside."""
    head, prefix = file_head(keys.newest), secrets.token_bytes(_PREFIX)
    cipher = AESGCM(keys.by_number[keys.newest])
    target.write(head + prefix)
    number, chunk = 0, _exactly(source)
    while True:
        following = _exactly(source) if len(chunk) == CHUNK else b""
        target.write(cipher.encrypt(_nonce(prefix, number, not following), chunk, head))
        yield chunk
        if not following:
            return
        number, chunk = number + 1, following


def unseal_stream(keys: DataKeys, source: BinaryIO) -> Iterator[bytes]:
    """The plain chunks of a sealed file, or `SealBrokenError` at the first that was touched."""
    head, sealed_by = _read_head(source)
    key = keys.by_number.get(sealed_by)
    if key is None:
        raise SealBrokenError
    cipher, prefix, number = AESGCM(key), source.read(_PREFIX), 0
    chunk = source.read(CHUNK + _TAG)
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), chunk, head)
        except InvalidTag:
            raise SealBrokenError from None
        if not following:
            return
        number, chunk = number + 1, following


def _read_head(source: BinaryIO) -> tuple[bytes, int]:
    """The head of a sealed file and the number of its key."""
    mark = source.read(len(_FILE))
    if mark == _OLD_FILE:
        return mark, _UNNUMBERED
    number = source.read(_NUMBER)
    if mark != _FILE or len(number) < _NUMBER:
        raise SealBrokenError
    return mark + number, int.from_bytes(number)


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
