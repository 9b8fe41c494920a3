"""Keys of agencies' systems for the interface, and the data keys that seal personal values and files."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from creditport.foundation.records.actions import seal_records_anew
from creditport.kernel.apikeys.actions import end_key, give_key
from creditport.kernel.apikeys.models import ApiKey
from creditport.kernel.clock.clock import now
from creditport.kernel.crypto.actions import rotate_data_key
from creditport.kernel.documents.actions import seal_documents_anew
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind
from creditport.sites.console.errors import CommandError
from creditport.subjects.persons.actions import seal_persons_anew

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


@app.command()
def rotate() -> None:
    """更换数据密钥：新数据用新密钥加密 · Make a new data key; what is sealed from now on is sealed with it."""
    number = rotate_data_key(actor=_operator(), at=now())
    typer.echo(f"数据密钥 {number} 已启用 · Data key {number} is in use")
    typer.echo("请先备份 keys 文件夹，再运行 creditport keys seal-anew")
    typer.echo("Back up the folder of the keys first, then run creditport keys seal-anew")


@app.command("seal-anew")
def seal_anew() -> None:
    """用新密钥重新加密原有数据，可中断后再运行 · Seal anew what older keys sealed; it may be stopped and run again."""
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as progress:

        def stage(name: str) -> Callable[[int, int], None]:
            task = progress.add_task(name, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        persons = stage("自然人 · Persons")
        sealed = (
            seal_persons_anew(actor=_operator(), at=now(), progress=lambda done: persons(done, done)),
            seal_records_anew(actor=_operator(), at=now(), progress=stage("记录 · Records")),
            seal_documents_anew(actor=_operator(), at=now(), progress=stage("文件 · Documents")),
        )
    typer.echo("已重新加密 · Sealed anew: {} 人 persons, {} 条记录 records, {} 个文件 documents".format(*sealed))
