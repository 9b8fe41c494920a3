"""The daily work, by the clock."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from creditport.consequences.repair.daily import do_daily_work
from creditport.kernel.clock.clock import now
from creditport.kernel.clock.queries import compare_clocks
from creditport.kernel.clock.watch import WATCH
from creditport.kernel.identity.actor import SYSTEM

# Ten past every hour: the first pass after midnight in Hainan does the work, the others find it done. A platform that
# stood still at midnight makes up for it within the hour.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="10 * * * *")
@app.task(name="consequences.daily", queueing_lock="daily-work", retry=_RETRY)
def daily_work(timestamp: int) -> None:
    """Do the daily work, once a day; not while the clock is in doubt, so that nothing is offered or told too early."""
    compare_clocks()
    WATCH.require_sound()
    do_daily_work(actor=SYSTEM, at=now())
