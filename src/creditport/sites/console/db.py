"""`creditport db`: the embedded database by hand."""

from __future__ import annotations

import os
import subprocess
from typing import Annotated

import typer
from rich.console import Console

from creditport.kernel.postgres import cluster
from creditport.kernel.postgres.account import server_account
from creditport.kernel.postgres.binaries import usable_binaries
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import Layout
from creditport.kernel.postgres.location import installation_home
from creditport.kernel.postgres.preflight import without_password
from creditport.sites.console.database import VARIABLE, have_database, is_embedded

app = typer.Typer(no_args_is_help=True, help="内置数据库 · The embedded database.")
_out = Console(highlight=False, soft_wrap=True)


@app.command()
def start() -> None:
    """Start the server and let it stay until `creditport db stop`."""
    _refuse_for_external()
    _out.print(without_password(cluster.stay(installation_home())))


@app.command()
def stop() -> None:
    """End the server, whoever uses it."""
    _refuse_for_external()
    stopped = cluster.stop(installation_home())
    _out.print("已停止 · Stopped." if stopped else "没有运行 · It was not running.")


@app.command()
def status() -> None:
    """Say whether a database answers; ends with 1 if none does."""
    if not is_embedded():
        _out.print(without_password(have_database()))
        return
    running = cluster.is_running(installation_home())
    _out.print("运行中 · Running." if running else "没有运行 · Not running.")
    raise typer.Exit(0 if running else 1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(
    context: typer.Context,
    superuser: Annotated[
        bool, typer.Option("--superuser", help="As the cluster's own superuser (embedded only).")
    ] = False,
) -> None:
    """Open psql on the database; further arguments go to it."""
    url = have_database()
    layout = Layout(installation_home())
    if superuser:
        _refuse_for_external()
        url = superuser_url(layout, database="creditport")
    program = usable_binaries(layout, server_account(layout.data)).program("psql")
    environ = {**os.environ, "PGDATABASE": url}
    ended = subprocess.run([str(program), "-d", url, *context.args], env=environ, check=False)
    raise typer.Exit(ended.returncode)


def _refuse_for_external() -> None:
    if not is_embedded():
        raise PostgresError(
            zh=f"{VARIABLE} 指定了外部数据库，它由您自己的工具启动和停止。",
            en=f"{VARIABLE} names an external database; start and stop it with your own tools.",
        )
