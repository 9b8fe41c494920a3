"""Background work of the register."""

from __future__ import annotations

from procrastinate.contrib.django import app

from creditport.subjects.register import actions


@app.periodic(cron="*/2 * * * *")
@app.task(name="register.flush_names", queueing_lock="flush-names")
def flush_names(timestamp: int) -> None:
    """Sort the names that came in bulk into the index, so that searches need not read them one by one."""
    actions.flush_names()
