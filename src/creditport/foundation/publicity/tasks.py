"""Background work of publicity. Nothing here has to run for a record to stop showing: its end is in the record."""

from __future__ import annotations

from procrastinate.contrib.django import app

from creditport.foundation.publicity import actions
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM


@app.periodic(cron="*/5 * * * *")
@app.task(name="publicity.count_figures", queueing_lock="count-figures")
def count_figures(timestamp: int) -> None:
    """Count the figures of the public site anew."""
    actions.count_figures()


@app.periodic(cron="5 16 * * *")  # five past midnight in Hainan
@app.task(name="publicity.apply_rules", queueing_lock="apply-rules")
def apply_rules(timestamp: int) -> None:
    """Hold every record to the rules that begin or end with this day."""
    actions.apply_rules(actor=SYSTEM, at=now())
