"""Keys of agencies' systems for the interface."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from creditport.kernel.apikeys.actions import end_key, give_key
from creditport.kernel.apikeys.models import ApiKey
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind
from creditport.sites.console.errors import CommandError

app = typer.Typer(no_args_is_help=True)


def _operator() -> Actor:
    """Whoever has this machine's command line acts for the platform; the log names the account."""
    return Actor(kind=ActorKind.SYSTEM, name=f"console:{getpass.getuser()}")


@app.command()
def give(
    agency: Annotated[str, typer.Option(help="机构编号 · agency id, such as hainan-market-regulation")],
    label: Annotated[str, typer.Option(help="用于哪个系统 · which system uses it")],
) -> None:
    """发放密钥（仅显示一次）· Give out a key; it is shown once."""
    try:
        key = give_key(actor=_operator(), at=now(), agency=agency, label=label)
    except LookupError:
        raise CommandError(zh=f"没有机构 {agency}", en=f"no agency is called {agency}") from None
    typer.echo(key)


@app.command()
def end(prefix: Annotated[str, typer.Argument(help="密钥中间的八位 · the eight characters in its middle")]) -> None:
    """停用密钥 · End a key."""
    try:
        end_key(actor=_operator(), at=now(), prefix=prefix)
    except ApiKey.DoesNotExist:
        raise CommandError(zh=f"没有密钥 {prefix}", en=f"there is no key {prefix}") from None
    typer.echo(f"已停用 · Ended: {prefix}")


@app.command("list")
def list_keys(agency: Annotated[str, typer.Option(help="机构编号 · agency id")] = "") -> None:
    """列出密钥 · List keys."""
    found = ApiKey.objects.order_by("agency", "created_at")
    for key in found.filter(agency=agency) if agency else found:
        state = f"已停用 · ended {key.ended_at:%Y-%m-%d}" if key.ended_at else "有效 · valid"
        typer.echo(f"{key.agency}  {key.prefix}  {key.created_at:%Y-%m-%d}  {state}  {key.label}")
