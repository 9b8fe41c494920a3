"""Sealing of decisions, by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from creditport.consequences.decisions.actions import seal_decisions
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM


@app.periodic(cron="*/5 * * * *")
@app.task(name="consequences.seal", queueing_lock="seal-decisions")
def seal(timestamp: int) -> None:
    """Chain the decisions of the last minutes into the audit log."""
    seal_decisions(actor=SYSTEM, at=now())
