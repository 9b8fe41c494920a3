"""Whose key this is, and what a call under an idempotency key did."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from creditport.kernel.apikeys.models import KeyedCall
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.statements.prepared import prepared_rows

MARK = "cp"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A valid key: its id, and the actor that acts by it (a reporter of the agency)."""

    key_id: int
    actor: Actor


def key_digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def holder_of(text: str) -> KeyHolder | None:
    """The holder of a key as it was given out; None if there is no such key or it was ended."""
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != MARK or "\x00" in text:
        return None
    found = prepared_rows("default", "kernel.apikeys", "holder", {"prefix": parts[1]})
    if not found:
        return None
    key_id, agency, digest = (value.decode() for value in found[0] if value is not None)
    if not hmac.compare_digest(digest, key_digest(text)):
        return None
    actor = Actor(kind=ActorKind.STAFF, name=f"key:{parts[1]}", role=Role.REPORTER, agency=agency, by_key=True)
    return KeyHolder(int(key_id), actor)


def earlier_call(key_id: int, idempotency_key: str) -> KeyedCall | None:
    """The call that this key made under this idempotency key, if any."""
    return KeyedCall.objects.filter(key_id=key_id, idempotency_key=idempotency_key).first()
