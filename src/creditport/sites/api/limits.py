"""How often one caller may ask: a token bucket per address and per key, in the memory of the process.

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


def callers_of(environ: Mapping[str, object]) -> tuple[str, ...]:
    """Whose buckets this call draws from: the address, and the key that it claims; none for the machine itself.

    A claimed key never replaces the address: invented keys would else have buckets without end.
    """
    peer = str(environ.get("REMOTE_ADDR", ""))
    address = peer if not _is_local(peer) else _forwarded(environ)
    claimed = str(environ.get("HTTP_AUTHORIZATION", ""))
    key = claimed[7:18] if claimed.startswith("Bearer cp_") else ""
    return tuple(caller for caller in (address, key) if caller) if address else ()


def _forwarded(environ: Mapping[str, object]) -> str:
    return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()


def _is_local(address: str) -> bool:
    if address in {"", "127.0.0.1", "::1"}:
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
