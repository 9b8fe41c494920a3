"""`creditport migrate`: make or update the tables, as the database's owner."""

from __future__ import annotations

from typing import Annotated

import typer
from django.core.management import call_command
from rich.console import Console

app = typer.Typer(help="建立或更新数据库结构 · Make or update the database's tables.")
_err = Console(stderr=True, highlight=False)


@app.command()
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only say whether something is to be done.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")] = False,
) -> None:
    """Bring the tables, roles and views of the database to the present version."""
    call_command(
        "migrate",
        database="owner",
        interactive=False,
        check_unapplied=check,
        verbosity=0 if quiet else 1,
    )
    if not quiet:
        _err.print("数据库结构已是最新 · The database is up to date.")
