"""`creditport serve`: the sites and the background work, under one supervisor."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from creditport.settings.environment import home
from creditport.sites.console.assets import collect_static
from creditport.sites.console.database import have_database
from creditport.sites.console.errors import CommandError
from creditport.sites.console.supervision import Process, Supervisor, end_with_make

app = typer.Typer(help="运行网站和后台 · Serve the sites and work in the background.")
_out = Console(highlight=False, soft_wrap=True)
_FIRST_ANSWER_LIMIT = 60.0
CORES = os.cpu_count() or 1

Host = Annotated[str, typer.Option(help="Address to listen on.", envvar="CREDITPORT_HOST")]
Port = Annotated[int, typer.Option(help="Port to listen on.", envvar="CREDITPORT_PORT", min=1, max=65535)]
Workers = Annotated[int, typer.Option(help="Web processes.", envvar="CREDITPORT_WORKERS", min=1)]
Threads = Annotated[int, typer.Option(help="Threads of each web process.", envvar="CREDITPORT_THREADS", min=1)]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = CORES,
    threads: Threads = 4,
    background: Annotated[
        bool, typer.Option("--background/--no-background", help="Do the background work too.")
    ] = True,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when a source file changes.")] = False,
) -> None:
    """Serve until SIGINT or SIGTERM; then every process of ours ends."""
    end_with_make()
    refuse_taken_port(host, port)
    have_database()
    if not reload:
        collect_static()
    supervisor = Supervisor(processes(host, port, workers, threads, background=background, reload=reload))
    supervisor.start()
    supervisor.run(announce_when_ready(host, port, lambda: _out.print(f"CreditPort 诚信港: {address(host, port)}")))


def processes(
    host: str, port: int, workers: int, threads: int, *, background: bool, reload: bool = False
) -> tuple[Process, ...]:
    """The web server, and the worker if wanted."""
    supervised = {"CREDITPORT_SUPERVISED": "1"}
    figures = {"PROMETHEUS_MULTIPROC_DIR": str(_figures_folder(port))} if workers > 1 else {}
    web = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--no-log"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *(("--reload",) if reload else ()),
        "creditport.sites.wsgi:application",
    )
    found = [Process("web", web, supervised | figures)]
    if background:
        found.append(Process("work", (sys.executable, "-m", "creditport.sites.console.main", "work"), supervised))
    return tuple(found)


def _figures_folder(port: int) -> Path:
    """Where the web processes keep their figures side by side, so that each of them tells those of all; emptied."""
    folder = home() / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def address(host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host
    return f"http://{shown}:{port}/"


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts if another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or ""
            raise CommandError(
                zh=f"不能在 {host}:{port} 提供服务（{reason}）。请换一个端口，例如 PORT={port + 1}。",
                en=f"Cannot listen on {host}:{port} ({reason}). Choose another port, such as PORT={port + 1}.",
            ) from None


def announce_when_ready(host: str, port: int, tell: Callable[[], None]) -> Callable[[], None]:
    """For the supervisor's loop: calls `tell` once, when the site answers."""
    url = address(host, port) + "healthz"
    begun = time.monotonic()
    done = False

    def look() -> None:
        nonlocal done
        if done:
            return
        if answers(url):
            done = True
            tell()
        elif time.monotonic() - begun > _FIRST_ANSWER_LIMIT:
            raise CommandError(
                zh=f"网站在 {_FIRST_ANSWER_LIMIT:.0f} 秒内没有应答，请看上面的信息。",
                en=f"The site did not answer within {_FIRST_ANSWER_LIMIT:.0f} seconds; see the messages above.",
            )

    return look


def answers(url: str) -> bool:
    """True if the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
