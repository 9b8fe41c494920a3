"""Answers nothing that goes by the day while the day is in doubt: nobody is told anything too early or too late.

A clock that jumps within the day is an alarm and no more. Who watches the platform is always answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from django.db import DatabaseError

from creditport.kernel.clock.queries import compare_clocks
from creditport.kernel.clock.watch import WATCH, ClockWatch

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_WATCHING = {"/healthz", "/readyz", "/metrics"}
_EVERY = 30.0  # seconds between two looks at the database's clock
_TEXT = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>正在核对时间</title>
<h1>正在核对时间</h1><p>系统时间有疑问，为避免信息提前或者超期展示，本站暂停片刻。请稍后再试。</p>
<p lang="en">The clock is being checked. So that nothing is shown too early or too late, the site rests for a moment.
Please try again soon.</p></html>""".encode()


class ClockGuard:
    """Around the whole web application, its quick lanes included."""

    def __init__(self, application: Application, watch: ClockWatch = WATCH) -> None:
        self._application = application
        self._watch = watch
        self._compared: float | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self._compare()
        if environ.get("PATH_INFO") in _WATCHING or not self._watch.day_in_doubt():
            return self._application(environ, start_response)
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Retry-After", "60"), ("Cache-Control", "no-store")]
        start_response("503 Service Unavailable", headers)
        return [_TEXT]

    def _compare(self) -> None:
        if self._compared is not None and monotonic() - self._compared < _EVERY:
            return
        self._compared = monotonic()
        try:
            compare_clocks(self._watch)
        except DatabaseError:
            return  # what cannot be asked is no alarm of the clock; /healthz says that the database is away
