"""A person's identity as bytes: the keyed index that finds it, and the sealed form that keeps it.

The index is HMAC-SHA-256 over kind and number of the document, so nobody without the key can test a guess. Where
national cryptography is required, HMAC-SM3 and SM4-GCM take the places of the two functions; the stored columns stay.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256

from creditport.kernel.crypto.keys import DataKeys
from creditport.kernel.crypto.sealing import seal, unseal
from creditport.subjects.identifiers.spelling import normalise_code

_CONTEXT = b"subjects.person:"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is. Never logged, never in a message: its text form says nothing."""

    name: str
    document_kind: str
    document_number: str

    def __repr__(self) -> str:
        return "Identity(…)"

    __str__ = __repr__


def person_index(index_key: bytes, document_kind: str, document_number: str) -> bytes:
    """The keyed index of a person's document; the number's spelling (spaces, width, case) does not matter."""
    text = f"{document_kind}|{normalise_code(document_number)}"
    return hmac.new(index_key, text.encode(), sha256).digest()


def seal_identity(data_keys: DataKeys, index: bytes, identity: Identity) -> bytes:
    """The identity, sealed for the row that the index names: moved to another row it does not open."""
    plain = {
        "name": identity.name,
        "document_kind": identity.document_kind,
        "document_number": identity.document_number,
    }
    return seal(data_keys, json.dumps(plain, ensure_ascii=False).encode(), _CONTEXT + index)


def unseal_identity(data_keys: DataKeys, index: bytes, sealed: bytes) -> Identity:
    """The identity in a row, or `SealBrokenError`."""
    plain = json.loads(unseal(data_keys, sealed, _CONTEXT + index))
    return Identity(plain["name"], plain["document_kind"], plain["document_number"])
