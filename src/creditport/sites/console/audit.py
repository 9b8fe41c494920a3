"""`creditport audit`: read the log and prove that it is whole."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from creditport.kernel.audit.chain import Anchor
from creditport.kernel.audit.queries import EntryFilter, Verification, entries, verify
from creditport.kernel.clock.clock import SHANGHAI

app = typer.Typer(no_args_is_help=True, help="审计日志 · Read the audit log and prove that it is whole.")
_out = Console(highlight=False, soft_wrap=True)


def _anchor(text: str) -> Anchor:
    try:
        return Anchor.parse(text)
    except ValueError:
        raise typer.BadParameter("write NUMBER:DIGEST as an earlier `audit verify` printed it") from None


@app.command("verify")
def verify_chain(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    noted: Annotated[
        Anchor | None,
        typer.Option(parser=_anchor, metavar="NUMBER:DIGEST", help="A head noted earlier, outside this server."),
    ] = None,
) -> None:
    """Recompute the whole chain; ends with 1 and names the first broken entry if it is not whole."""
    result = verify(noted=noted)
    _out.print(_as_json(result) if as_json else _as_text(result), markup=False)
    raise typer.Exit(0 if result.sound else 1)


@app.command("list")
def list_entries(
    actor: Annotated[str, typer.Option(help="Only acts of this account.")] = "",
    act: Annotated[str, typer.Option(help="Only this act, such as submission.receive.")] = "",
    object_id: Annotated[str, typer.Option("--object", help="Only acts on this object.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 50,
) -> None:
    """Show the newest entries, and how many there are in all."""
    found = entries(EntryFilter(actor=actor, act=act, object_id=object_id))
    table = Table("#", "时间 · When", "谁 · Who", "行为 · Act", "对象 · On what")
    shown = list(found[:limit])
    for entry in shown:
        when = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        target = f"{entry.object_kind} {entry.object_id}"
        table.add_row(str(entry.id), when, entry.actor_name, entry.act, target)
    _out.print(table)
    _out.print(f"{len(shown)} / {found.count()}")


def _as_json(result: Verification) -> str:
    return json.dumps(
        {
            "sound": result.sound,
            "entries": result.entries,
            "head": str(result.head),
            "first_broken": result.first_broken,
            "fault": result.fault.value if result.fault else None,
        }
    )


def _as_text(result: Verification) -> str:
    if result.fault is None:
        return (
            f"日志完整，共 {result.entries} 条。请将链头记在别处：{result.head}\n"
            f"The log is whole: {result.entries} entries. Note this head elsewhere: {result.head}"
        )
    with override("zh-hans"):
        zh = str(result.fault.label)
    with override("en"):
        en = str(result.fault.label)
    return (
        f"日志在第 {result.first_broken} 条断裂：{zh}。此前完整至：{result.head}\n"
        f"The log is broken at entry {result.first_broken}: {en}. Sound up to: {result.head}"
    )
