"""`creditport work`: the background work alone, for installations that run it apart from the sites."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from django.core.management import call_command

from creditport.consequences.measures.tasks import load_rules

app = typer.Typer(help="后台任务 · Background work alone.")
_BEHIND_CALLERS = 10  # beside the sites the work takes what these leave of the cores


@app.command()
def work(
    concurrency: Annotated[int, typer.Option(help="Jobs at a time.", min=1)] = 1,
) -> None:
    """Do background jobs until SIGINT or SIGTERM; the job at hand is finished first."""
    if os.environ.get("CREDITPORT_SUPERVISED"):
        os.nice(_BEHIND_CALLERS)
    load_rules()
    options = ("--concurrency", str(concurrency), "--shutdown-graceful-timeout", "10")
    call_command("procrastinate", "worker", *options)
