"""The token bucket, second by second."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from creditport.sites.api.limits import RateLimit, callers_of


def test_a_burst_then_a_steady_drip() -> None:
    limit = RateLimit(per_minute=60, burst=3)
    assert [limit.wait_of("a", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert limit.wait_of("a", 0.5) == 1
    assert limit.wait_of("a", 1.0) == 0
    assert limit.wait_of("a", 1.0) == 1
    assert limit.wait_of("b", 1.0) == 0


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 600), st.integers(1, 20))
def test_never_more_than_burst_and_drip(pauses: list[float], per_minute: int, burst: int) -> None:
    limit, now, passed = RateLimit(per_minute, burst), 0.0, 0
    for pause in pauses:
        now += pause
        passed += limit.wait_of("a", now) == 0
    assert passed <= burst + now * per_minute / 60 + 1e-6


def test_a_key_has_a_bucket_beside_its_address() -> None:
    keyed = {"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer cp_0123abcd_ff"}
    assert callers_of(keyed) == ("203.0.113.7", "cp_0123abcd")
    assert callers_of({"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}) == ("203.0.113.7",)
    assert callers_of({"REMOTE_ADDR": ""}) == ()
