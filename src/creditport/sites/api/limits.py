"""How often one caller may ask: a token bucket per key or address, in the memory of the process.

`CREDITPORT_RATE_LIMIT` is calls a minute and caller (0: no limit), `CREDITPORT_RATE_BURST` how many may come at once.
Each worker keeps its own buckets, so that the true limit lies between one and as many times as there are workers.
Calls straight from this machine are its operator's and are not limited; a proxy in front tells the caller's address
in X-Forwarded-For, of which the last entry counts.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from time import monotonic

from creditport.settings.environment import number

_MOST_CALLERS = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class RateLimit:
    """Buckets of `burst` tokens that fill at `per_minute`."""

    def __init__(self, per_minute: int, burst: int) -> None:
        self._per_second = per_minute / 60
        self._burst = float(burst)
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def wait_of(self, caller: str, now: float | None = None) -> int:
        """0 if this call may pass, else the whole seconds after which the next one may."""
        if self._per_second <= 0:
            return 0
        now = monotonic() if now is None else now
        with self._lock:
            bucket = self._bucket(caller, now)
            bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second)
            bucket.filled_at = now
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0
            return max(1, ceil((1 - bucket.tokens) / self._per_second))

    def _bucket(self, caller: str, now: float) -> _Bucket:
        found = self._buckets.get(caller)
        if found is None:
            if len(self._buckets) >= _MOST_CALLERS:
                self._buckets.clear()  # forgetting all is cheap and errs on the caller's side
            found = self._buckets[caller] = _Bucket(self._burst, now)
        return found


def limit_of_environment() -> RateLimit:
    """The limit that this installation sets."""
    return RateLimit(number("CREDITPORT_RATE_LIMIT", 600), number("CREDITPORT_RATE_BURST", 120))


def caller_of(environ: Mapping[str, object]) -> str | None:
    """Who calls, for the limit: a key, else an address; None for a call straight from this machine."""
    authorisation = str(environ.get("HTTP_AUTHORIZATION", ""))
    if authorisation.startswith("Bearer cp_"):
        return authorisation[10:20]
    peer = str(environ.get("REMOTE_ADDR", ""))
    if not _is_local(peer):
        return peer
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return forwarded or None


def _is_local(address: str) -> bool:
    if address in {"", "127.0.0.1", "::1"}:
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
