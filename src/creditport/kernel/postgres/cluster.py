"""Using the embedded server: several processes share it, and the last one out ends it."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from creditport.kernel.postgres.errors import PostgresError
from creditport.kernel.postgres.layout import Layout

_END_LIMIT = 90.0
_held: dict[Path, int] = {}


def ensure_running(home: Path, *, throwaway: bool = False) -> str:
    """The URL of this home's server, started if need be. It runs at least as long as this process.

    `throwaway` is for tests: faster, and lost with the power.
    """
    layout = Layout(home.resolve())
    layout.home.mkdir(parents=True, exist_ok=True)
    layout.root.mkdir(exist_ok=True)
    layout.root.chmod(0o711)  # ours: the server's account passes through to its own folders, and lists nothing
    _use(layout)
    with _locked(layout.start_lock):
        if _kept(layout):
            return layout.url.read_text(encoding="utf-8").strip()
        return _start_keeper(layout, throwaway=throwaway)


def release(home: Path) -> None:
    """This process no longer needs the server. If nobody else does, wait until its processes are gone."""
    layout = Layout(home.resolve())
    held = _held.pop(layout.home, None)
    if held is None:
        return
    os.close(held)
    deadline = time.monotonic() + _END_LIMIT
    while _kept(layout) and not _others_use(layout) and time.monotonic() < deadline:
        time.sleep(0.02)


def stop(home: Path) -> bool:
    """End the server now, whoever uses it. False if there was none."""
    layout = Layout(home.resolve())
    layout.stay.unlink(missing_ok=True)
    if not _kept(layout):
        return False
    os.kill(int(layout.keeper_lock.read_text().strip()), signal.SIGTERM)
    deadline = time.monotonic() + _END_LIMIT
    while _kept(layout) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def stay(home: Path) -> str:
    """Start the server and let it stay without users, until `stop`."""
    url = ensure_running(home)
    Layout(home.resolve()).stay.touch()
    return url


def is_running(home: Path) -> bool:
    return _kept(Layout(home.resolve()))


def _use(layout: Layout) -> None:
    """Hold the users' lock. Waits while a keeper that found no users is ending its server."""
    if layout.home in _held:
        return
    held = os.open(layout.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_SH)
    if not _held:
        atexit.register(_release_all, os.getpid())
    _held[layout.home] = held


def _release_all(owner: int) -> None:
    """At the end of the process that took the locks; a forked child only leaves its parent's locks alone."""
    if os.getpid() == owner:
        for home in tuple(_held):
            release(home)


def _start_keeper(layout: Layout, *, throwaway: bool) -> str:
    """Start the keeper in a session of its own, so that the terminal's Ctrl-C ends us first and it last."""
    layout.stay.unlink(missing_ok=True)
    reading, writing = os.pipe()
    command = [sys.executable, "-m", __name__.replace(".cluster", ".keeper"), str(layout.home), str(writing)]
    with (layout.root / "keeper.log").open("ab") as log:
        subprocess.Popen(
            command + (["--throwaway"] if throwaway else []),
            pass_fds=(writing,),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    answer: dict[str, str] = json.loads(said) if said else {}
    if "url" in answer:
        return answer["url"]
    trouble = f"see {layout.root}/keeper.log"
    raise PostgresError(zh=answer.get("zh", trouble), en=answer.get("en", trouble))


def _kept(layout: Layout) -> bool:
    """True while a keeper lives."""
    try:
        probe = os.open(layout.keeper_lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(probe)
    return False


def _others_use(layout: Layout) -> bool:
    """True if another process holds the users' lock, rather than nobody or a keeper on its way out."""
    if layout.stay.exists():
        return True
    probe = os.open(layout.users_lock, os.O_RDWR)
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _shared(probe)
    finally:
        os.close(probe)
    return False


def _shared(probe: int) -> bool:
    """After a refused lock: True if a shared one is still to be had."""
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class _locked:  # noqa: N801 - reads as a verb where it is used
    """An exclusive lock on a file, for the length of a block."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
