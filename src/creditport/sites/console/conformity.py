"""`creditport conformity`: compare what a credit agency shows with what may be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from creditport.foundation.exchange.conformity import Finding, Report, UnreadableError, compare, read_shown
from creditport.kernel.clock.clock import now
from creditport.sites.console.errors import CommandError

app = typer.Typer(help="信用服务机构一致性核对 · Conformity of what a credit agency shows.")
_out = Console(highlight=False, soft_wrap=True)
_WORDS = {
    "stop-showing": "应停止公示 · to be shown no more",
    "wrong-date": "日期不符 · another date",
    "wrong-value": "内容不符 · another value",
    "unknown": "本平台从未公示 · never published here",
}


@app.command()
def conformity(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV 或 JSON Lines · What the agency shows")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象 · Print one JSON object")] = False,
) -> None:
    """List every item that should no longer be shown, or is shown wrongly or with other dates."""
    try:
        report = compare(read_shown(file.read_bytes()), now())
    except UnreadableError as error:
        raise CommandError(zh=f"文件无法读取：{error}", en=f"the file cannot be read: {error}") from None
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    _tell(report)


def _tell(report: Report) -> None:
    _out.print(f"{report.rows} 条 · rows, {report.right} 条一致 · right", markup=False)
    for each in report.findings:
        _out.print(_line(each), markup=False)


def _line(each: Finding) -> str:
    which = each.document_number or each.key or each.uscc
    told = f" · {each.announced_at:%Y-%m-%d %H:%M}" if each.announced_at else ""
    differs = f" · {each.field}: {each.shown} → {each.right or '–'}" if each.field else ""
    return f"{each.row:>6}  {_WORDS[each.kind]}  {which}{differs}{told}"
