"""Calls with `Idempotency-Key`: the same call again has the same answer, another content is refused."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from creditport.kernel.apikeys.queries import KeyHolder, earlier_call
from creditport.sites.api.problems import Problem, ProblemError


def call_digest(*parts: str) -> str:
    """What makes two calls the same."""
    return sha256("|".join(parts).encode()).hexdigest()


def earlier_reference(who: KeyHolder, idempotency_key: str | None, digest: Callable[[], str]) -> str | None:
    """What the same call made before, if it was made. Raises ProblemError for another call under this key.

    The digest is asked for only if there was a call: a body that is read once is left alone.
    """
    call = earlier_call(who.key_id, idempotency_key) if idempotency_key and "\x00" not in idempotency_key else None
    if call is None:
        return None
    if call.digest != digest():
        raise ProblemError(Problem.KEY_REUSED)
    return call.reference
