"""`creditport packs`: check packs, and say what is loaded."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.contents import Registry
from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.location import pack_folders

app = typer.Typer(no_args_is_help=True, help="法规与目录包 · The packs of law and catalogue")
_plain = Console(soft_wrap=True, highlight=False, markup=False)

Folders = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FOLDER]...", help="包的目录，按顺序；不写则为本机所用 · Folders of packs, in order"),
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出 · Answer as JSON")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天的目录 · The catalogue of which day")
]


@app.command()
def check(folders: Folders = None, as_json: AsJson = False) -> None:
    """检查包：列出每处错误的文件与行 · Check packs: every fault with file and line; ends with 1 if any."""
    try:
        registry = load(folders or pack_folders())
    except PackFaultsError as refused:
        _tell_faults(refused, as_json)
        raise typer.Exit(1) from None
    if as_json:
        _tell({"version": registry.version, "faults": []})
        return
    named = ", ".join(pack.id for pack in registry.packs)
    _plain.print(f"没有错误 · No faults: {named}, {len(registry.items)} 项 items, 版本 version {registry.version}")


@app.command()
def show(on: On = None, as_json: AsJson = False) -> None:
    """列出某一天有效的目录 · List the catalogue in force on a day."""
    try:
        registry = load(pack_folders())
    except PackFaultsError as refused:
        _tell_faults(refused, as_json)
        raise typer.Exit(1) from None
    day = on.date() if on else civil_day(now())
    if as_json:
        items = [{"id": item.id, "zh": item.label.zh, "en": item.label.en} for item in registry.items_on(day)]
        _tell({"version": registry.version, "on": day.isoformat(), "items": items})
        return
    _plain.print(_table(registry, day))


def _table(registry: Registry, day: date) -> Table:
    table = Table(title=f"{day.isoformat()}  {registry.version}")
    for heading in ("类 Class", "目录项 Item", "名称 Name", "字段 Fields", "依据 Basis", "已核实 Verified"):
        table.add_column(heading)
    for item in registry.items_on(day):
        table.add_row(
            f"{item.catalogue_class} {registry.classes[item.catalogue_class].label.zh}",
            item.id,
            item.label.zh,
            str(len(item.fields)),
            registry.instruments[item.basis[0].instrument].label.zh,
            "是 yes" if item.verified else "否 no",
        )
    return table


def _tell_faults(refused: PackFaultsError, as_json: bool) -> None:
    if as_json:
        _tell({"version": None, "faults": [asdict(fault) for fault in refused.faults]})
        return
    for fault in refused.faults:
        _plain.print(str(fault))
    _plain.print(f"共 {len(refused.faults)} 处错误 · {len(refused.faults)} faults")


def _tell(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
