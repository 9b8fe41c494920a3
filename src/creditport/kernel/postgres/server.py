"""The server process itself: start, readiness, stop, and what a killed one left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from creditport.kernel.postgres.account import Account, becoming
from creditport.kernel.postgres.binaries import Binaries
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.layout import Layout
from creditport.kernel.postgres.making import HERE
from creditport.kernel.postgres.tuning import HOST_BASED_ACCESS, configuration, settings

_START_LIMIT = 120.0  # seconds; recovery after a crash replays up to max_wal_size
_STOP_LIMIT = 60.0
_LOG_LIMIT = 10 * 1024 * 1024


def launch(layout: Layout, binaries: Binaries, account: Account, *, throwaway: bool) -> subprocess.Popen[bytes]:
    """Start the server as a child of this process; it ends when this process does."""
    _configure(layout, account, throwaway=throwaway)
    socket_folder = "../run" if layout.run.parent == layout.root else str(layout.run)
    command = [
        str(binaries.program("postgres")),
        "-D",
        HERE,
        "-c",
        f"unix_socket_directories={socket_folder}",
    ]
    with _log(layout).open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=layout.data,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            preexec_fn=becoming(account, parent_death=signal.SIGINT),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def await_ready(layout: Layout, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server takes connections; False if it ended instead."""
    deadline = time.monotonic() + _START_LIMIT
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        if _status(layout) == "ready" and _number(layout) == server.pid:
            return True
        time.sleep(0.02)
    raise PostgresError(
        zh=f"数据库在 {_START_LIMIT:.0f} 秒内没有就绪，见 {layout.log}。",
        en=f"The database was not ready within {_START_LIMIT:.0f} seconds; see {layout.log}.",
    )


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server in order; if it does not end in time, at once (it then recovers at its next start)."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(_STOP_LIMIT)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def clear_remains(layout: Layout) -> None:
    """Make way for a start: end a server whose keeper was killed, drop a file that names a process not ours.

    PostgreSQL itself trusts any live process with the number in postmaster.pid; in a container numbers come round
    quickly, so we look at what the process is.
    """
    number = _number(layout)
    if number is None:
        return
    if _is_server(number, layout.data):
        os.kill(number, signal.SIGINT)
        deadline = time.monotonic() + _STOP_LIMIT
        while _is_server(number, layout.data):
            if time.monotonic() > deadline:
                os.kill(number, signal.SIGQUIT)
            time.sleep(0.05)
    else:
        (layout.data / "postmaster.pid").unlink(missing_ok=True)


def _configure(layout: Layout, account: Account, *, throwaway: bool) -> None:
    texts = {
        "postgresql.conf": configuration(settings(throwaway=throwaway)),
        "pg_hba.conf": HOST_BASED_ACCESS,
        "pg_ident.conf": "",
    }
    for name, text in texts.items():
        path = layout.data / name
        path.write_text(text, encoding="utf-8")
        account.owns(path)


def _log(layout: Layout) -> Path:
    """The server's log; the one of before is kept once it has grown."""
    if layout.log.exists() and layout.log.stat().st_size > _LOG_LIMIT:
        layout.log.replace(layout.log.with_suffix(".log.1"))
    layout.log.touch(mode=0o600)
    return layout.log


def _pid_file(layout: Layout) -> list[str]:
    try:
        return (layout.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _number(layout: Layout) -> int | None:
    lines = _pid_file(layout)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _status(layout: Layout) -> str:
    lines = _pid_file(layout)
    return lines[7].strip() if len(lines) > 7 else ""


def _is_server(number: int, data: Path) -> bool:
    """True if this process runs in our data folder, as the server and its children do."""
    try:
        return Path(f"/proc/{number}/cwd").samefile(data)
    except OSError:
        return False
