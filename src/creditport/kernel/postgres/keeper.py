"""The process that keeps the embedded server: `python -m creditport.kernel.postgres.keeper HOME`.

It starts the server as its child, starts it again should it be killed, and ends it when no process uses it any
more. Users hold a shared lock on one file; the kernel releases it however they end, so no count can go wrong.
Whoever starts the keeper is told through a pipe that the server is ready, or why not.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from creditport.kernel.postgres.account import Account, server_account
from creditport.kernel.postgres.binaries import Binaries, own_folder, usable_binaries
from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.establishing import establish
from creditport.kernel.postgres.layout import Layout
from creditport.kernel.postgres.making import check_version, make_cluster
from creditport.kernel.postgres.server import await_ready, clear_remains, launch, stop

_LOOK_EVERY = 0.1  # seconds
_ATTEMPTS = 50  # starts after a kill fail until the kernel has taken the old server's last child away


class Keeper:
    """Keeps one server from start to end."""

    def __init__(self, layout: Layout, *, throwaway: bool) -> None:
        self.layout = layout
        self.throwaway = throwaway
        self.asked_to_end = False
        self.users = os.open(layout.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = True

    def prepare(self) -> tuple[Binaries, Account]:
        """Have programs, account, folders and a cluster of the right version."""
        layout = self.layout
        account = server_account(layout.data)
        binaries = usable_binaries(layout, account)
        if not layout.data.exists():
            make_cluster(layout, binaries, account)
        check_version(layout, binaries)
        if layout.run.parent == layout.outside:
            own_folder(layout.outside, mode=0o711)
        layout.run.mkdir(mode=0o700, exist_ok=True)
        account.owns(layout.run)
        return binaries, account

    def start(self, binaries: Binaries, account: Account) -> subprocess.Popen[bytes]:
        """A server that takes connections."""
        for _attempt in range(_ATTEMPTS):
            clear_remains(self.layout)
            server = launch(self.layout, binaries, account, throwaway=self.throwaway)
            if await_ready(self.layout, server):
                return server
            last = self.layout.log.read_text(encoding="utf-8", errors="replace").splitlines()[-3:]
            if self.asked_to_end or not any("in use" in line for line in last):
                break
            time.sleep(_LOOK_EVERY)
        raise PostgresError(
            zh=f"内置数据库无法启动，见 {self.layout.log}：{' '.join(last)}",
            en=f"The embedded database does not start; see {self.layout.log}: {' '.join(last)}",
        )

    def keep(self, server: subprocess.Popen[bytes], binaries: Binaries, account: Account) -> None:
        """Until nobody needs it: a killed server is started again, and recovers what it had acknowledged."""
        try:
            while not self.asked_to_end and not self._unused():
                if server.poll() is not None:
                    server = self.start(binaries, account)
                time.sleep(_LOOK_EVERY)
        finally:
            stop(server)
            if self.layout.outside.exists():
                shutil.rmtree(self.layout.outside, ignore_errors=True)

    def _unused(self) -> bool:
        """True if no process holds the users' lock; we then hold it, and whoever comes next waits for our end."""
        if self.layout.stay.exists():
            return False
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def main(home: Path, report: int, *, throwaway: bool) -> int:
    """Keep the server of this home; write one line of JSON to the pipe once it is ready or has failed."""
    layout = Layout(home)
    lock = os.open(layout.keeper_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    keeper = Keeper(layout, throwaway=throwaway)
    server = None
    try:
        binaries, account = keeper.prepare()
        server = keeper.start(binaries, account)
        url = establish(layout)
    except PostgresError as error:
        _tell(report, {"zh": error.zh, "en": error.en})
        if server is not None:
            stop(server)
        return 1
    _tell(report, {"url": url})
    keeper.keep(server, binaries, account)
    return 0


def _tell(report: int, message: dict[str, str]) -> None:
    with os.fdopen(report, "w", encoding="utf-8") as pipe:
        pipe.write(json.dumps(message, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), throwaway="--throwaway" in sys.argv[3:]))
