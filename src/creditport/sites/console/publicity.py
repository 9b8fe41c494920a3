"""`creditport publicity`: hold the records to the rules, and see first what that would change."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from creditport.foundation.publicity.actions import RuleChange, apply_rules, count_figures
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM

app = typer.Typer(no_args_is_help=True, help="公示规则 · Rules of publicity.")
_out = Console(highlight=False, soft_wrap=True)


@app.command("apply-rules")
def apply(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many records would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Hold every record to the rules in force today; each that differs gets a next version."""
    changes = apply_rules(actor=SYSTEM, at=now(), dry_run=dry_run)
    if as_json:
        _out.print(json.dumps({"dry_run": dry_run, "items": [asdict(change) for change in changes]}), markup=False)
        return
    _out.print(_table(changes) if changes else "全部记录与现行规则一致 · All records agree with the rules in force.")


def _table(changes: tuple[RuleChange, ...]) -> Table:
    table = Table("目录项 · Item", "不一致 · Differing", "已更新 · Written")
    for change in changes:
        table.add_row(change.item, str(change.differing), str(change.written))
    return table


@app.command("count")
def count() -> None:
    """Count the figures of the public site anew."""
    count_figures()
    _out.print("统计数字已更新 · The figures were counted.")
