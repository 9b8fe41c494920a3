"""`creditport ingest`: send a file of records, as an agency's scheduled job does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel, SubmissionState
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.queries import file_warning_texts, refusal_texts
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.kernel.clock.clock import now
from creditport.kernel.identity.actor import SYSTEM

REFUSED = 2
app = typer.Typer(add_completion=False)
_STAGES = {
    "opening": "打开文件 · opening",
    "checking": "校验入库 · checking and writing",
}
_COUNTS = ("received", "accepted", "unchanged", "warned", "rejected", "quarantined")


class _RefusedError(Exception):
    """The file or call was refused; both texts are for the one who sent it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@app.command()
def ingest(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX 或 JSON Lines · the file")],
    item: Annotated[str, typer.Option("--item", help="目录事项 · catalogue item, e.g. penalty")],
    agency: Annotated[str, typer.Option("--agency", help="机关 · agency, e.g. hainan-market-regulation")],
    json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 · print one JSON object")] = False,
) -> None:
    """报送数据文件 · Send a file of records of one catalogue item."""
    try:
        submission = _send(file, item, agency, quiet=json)
    except _RefusedError as refusal:
        sys.stderr.write(f"错误：{refusal.zh}\nError: {refusal.en}\n")
        raise typer.Exit(REFUSED) from None
    _tell(submission, as_json=json)


def _send(file: Path, item: str, agency: str, *, quiet: bool) -> Submission:
    if not file.is_file():
        raise _RefusedError(f"找不到文件 {file}。请检查路径。", f"there is no file {file}. Check the path.")
    try:
        with file.open("rb") as stream:
            received = receive(
                actor=SYSTEM,
                at=now(),
                item=item,
                agency=agency,
                channel=Channel.CONSOLE,
                filename=file.name,
                stream=stream,
            )
        with _bar(quiet) as progress:
            applied = apply(actor=SYSTEM, at=now(), submission_id=received.id, progress=progress)
    except SubmissionRefusedError as refused:
        raise _RefusedError(refused.zh, refused.en) from None
    except PermissionError:
        raise _RefusedError(
            f"无权读取文件 {file}。请检查权限。", f"the file {file} may not be read. Check its rights."
        ) from None
    if applied.state == SubmissionState.REFUSED:
        zh, en = refusal_texts(applied, "zh"), refusal_texts(applied, "en")
        assert zh is not None and en is not None
        raise _RefusedError(f"{zh.reason}。{zh.remedy}。", f"{en.reason}. {en.remedy}.")
    return applied


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """A progress bar on standard error; silent beside JSON."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet,
        transient=True,
    ) as progress:
        task = progress.add_task("", total=None)
        yield lambda stage, rows: progress.update(task, description=_STAGES[stage], completed=rows)


def _tell(submission: Submission, *, as_json: bool) -> None:
    counts = {name: getattr(submission, name) for name in _COUNTS}
    if as_json:
        said = {"submission": submission.reference, **counts, "seconds": submission.seconds}
        sys.stdout.write(orjson.dumps(said).decode() + "\n")
        return
    lines = [f"{submission.reference}  ({submission.seconds:.1f} s)"]
    names = (
        "收到 · received",
        "入库 · accepted",
        "未变 · unchanged",
        "提醒 · warned",
        "退回 · rejected",
        "隔离 · quarantined",
    )
    lines += [f"  {name}: {counts[key]:,}" for name, key in zip(names, _COUNTS, strict=True)]
    for warning in file_warning_texts(submission, "zh"):
        lines.append(f"  ! {warning.reason}。{warning.remedy}。")
    sys.stdout.write("\n".join(lines) + "\n")
