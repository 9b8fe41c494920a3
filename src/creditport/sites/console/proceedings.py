"""`creditport proceedings`: report many reconsiderations and lawsuits by one file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from creditport.consequences.proceedings.reporting import Became, RowDone, report_file
from creditport.engines.batch.tables import TableFaultError
from creditport.engines.checks.problems import problem_words
from creditport.kernel.identity.actor import SYSTEM
from creditport.sites.console.errors import CommandError

app = typer.Typer(help="行政复议与行政诉讼 · Proceedings about acts, by file.")


@app.command()
def proceedings(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="CSV、XLSX 或 JSON Lines · What is contested"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象 · Print one JSON object")] = False,
) -> None:
    """报送复议、诉讼及其进展 · Report proceedings and what was ordered in them; sent again, nothing changes."""
    counts: Counter[Became] = Counter()
    back: list[RowDone] = []
    try:
        for done in report_file(actor=SYSTEM, path=file):
            counts[done.became] += 1
            if done.became is Became.REJECTED:
                back.append(done)
    except TableFaultError as fault:
        zh, en = problem_words(fault.fault, "zh"), problem_words(fault.fault, "en")
        raise CommandError(zh=f"{zh.reason}。{zh.remedy}。", en=f"{en.reason}. {en.remedy}.") from None
    typer.echo(_as_json(counts, back) if as_json else _as_text(counts, back))


def _as_json(counts: Counter[Became], back: list[RowDone]) -> str:
    said = {
        "received": counts.total(),
        **{became.value: counts[became] for became in Became},
        "problems": [
            {
                "row": each.row,
                "code": each.code,
                "reason": each.zh.reason,
                "remedy": each.zh.remedy,
                "en": {"reason": each.en.reason, "remedy": each.en.remedy},
            }
            for each in back
            if each.zh and each.en
        ],
    }
    return json.dumps(said, ensure_ascii=False)


def _as_text(counts: Counter[Became], back: list[RowDone]) -> str:
    lines = [
        f"收到 · received: {counts.total():,}",
        f"  登记 · accepted: {counts[Became.ACCEPTED]:,}",
        f"  未变 · unchanged: {counts[Became.UNCHANGED]:,}",
        f"  退回 · rejected: {counts[Became.REJECTED]:,}",
    ]
    for each in back:
        if each.zh and each.en:
            lines.append(f"{each.row:>6}  {each.zh.reason} → {each.zh.remedy}")
            lines.append(f"{'':>6}  {each.en.reason} → {each.en.remedy}")
    return "\n".join(lines)
