"""`creditport demo`: the demo province, made once and then served; stopping it loses nothing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import typer
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from creditport.foundation.publicity.actions import count_figures
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.packs.registry import packs
from creditport.kernel.postgres.location import installation_home
from creditport.sites.console.assets import collect_static
from creditport.sites.console.demo_data.accounts import have_accounts, sample_sign_ins
from creditport.sites.console.demo_data.mandates import have_mandates
from creditport.sites.console.demo_data.province import SampleFile, make_province, read_files
from creditport.sites.console.demo_data.sending import Sent, send_all
from creditport.sites.console.serve import (
    CORES,
    Host,
    Port,
    address,
    announce_when_ready,
    processes,
    refuse_taken_port,
)
from creditport.sites.console.supervision import Supervisor, end_with_make

app = typer.Typer(help="演示省 · Make and serve the demo province.")
_out = Console(highlight=False, soft_wrap=True)
PACKS = "national,hainan,demo"


@app.command()
def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Make the demo province if need be, and serve it until SIGINT or SIGTERM."""
    begun = time.monotonic()
    end_with_make()
    refuse_taken_port(host, port)
    os.environ.setdefault("CREDITPORT_PACKS", PACKS)
    os.environ.setdefault("CREDITPORT_SITE_ADDRESS", address(host, port))  # the codes on its papers lead here
    folder = installation_home() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    _step("数据库 · Database")
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    have_province(folder)
    _step("网页文件 · Static files")
    collect_static()
    _step("启动网站 · Starting the site")
    supervisor = Supervisor(processes(host, port, workers=CORES, threads=4, background=True))
    supervisor.start()
    supervisor.run(announce_when_ready(host, port, lambda: _welcome(folder, host, port, begun)))


def _step(what: str) -> None:
    _out.print(f"[bold]›[/bold] {what}")


def have_province(folder: Path) -> None:
    """Files, accounts and records of the province: whatever is still missing."""
    have_accounts(sample_sign_ins(folder / "accounts.json"), now())
    if not (folder / "oracle.json").exists():
        _step("生成演示文件 · Making the demo's files")
        with _out.status("24,000 家主体，26 万条记录 · 24,000 subjects, 260,000 records"):
            make_province(folder, packs(), civil_day(now()))
    files = read_files(folder)
    sent = Sent(folder / "sent.json")
    if len(sent.names) == len(files):
        have_mandates(now())
        return
    _step("报送 · Sending the files as agencies do")
    with _progress() as progress:
        rows = progress.add_task("", total=sum(each.rows for each in files))
        done = 0

        def tell(sample: SampleFile) -> None:
            nonlocal done
            progress.update(rows, completed=done, description=f"{sample.item} · {sample.agency}")
            if not _out.is_terminal and sample.path not in sent.names:
                _out.print(f"  {done:>7,}  {sample.path}")
            done += sample.rows

        send_all(folder, files, sent, now, tell)
        progress.update(rows, completed=done)
    _step("统计公示数据 · Counting what is shown")
    count_figures()  # the first visitor is to see them, not the one in five minutes
    have_mandates(now())


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=_out
    )


def _welcome(folder: Path, host: str, port: int, begun: float) -> None:
    """Where to look and how to sign in."""
    url = address(host, port)
    _out.print("\n演示账号 · Sample sign-ins", style="bold")
    for each in sample_sign_ins(folder / "accounts.json"):
        place = f" · {each.agency}" if each.agency else ""
        role = each.role.label if each.role else "我的信用 · own pages"
        _out.print(f"  {each.username:<14} {each.password:<18} {each.name} {role}{place}")
    _out.print(f"公众网站 · Public site: {url}   English: {url}en/")
    _out.print(f"机构办公 · Agency office: {url}office/   我的信用 · Own pages: {url}my/   API: {url}api/v1/docs")
    _out.print(f"用时 · Ready after {time.monotonic() - begun:.0f} s. Ctrl-C 停止 · stops.", style="bold")
