"""The clock is looked at every minute; what is wrong is in the log."""

from __future__ import annotations

from procrastinate.contrib.django import app

from creditport.kernel.clock.queries import compare_clocks
from creditport.kernel.clock.watch import WATCH


@app.periodic(cron="* * * * *")
@app.task(name="kernel.clock", queueing_lock="watch-clock")
def watch_clock(timestamp: int) -> None:
    """Compare with the database, and say in the log what is wrong."""
    compare_clocks()
    WATCH.doubts()
