"""One process that answers for several: starts them, starts a fallen one again, and ends them all together.

However this process ends, its children end: the kernel tells them when it is gone. Where GNU make started us and
alone is sent SIGINT, it waits for us without passing the signal on; we notice that it has stopped catching the
signal, and end too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from creditport.kernel.postgres.account import die_with_parent

_LOOK_EVERY = 0.1  # seconds
_GRACE = 15.0
_SHORTEST_LIFE = 2.0  # a process that falls sooner is started again after as long


@dataclass(slots=True)
class Process:
    """A child that is to run as long as we do."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        parent = os.getpid()

        def end_with_us() -> None:
            die_with_parent(signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        self.started = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            env=os.environ | dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_us,
        )

    @property
    def fallen(self) -> bool:
        return self.running is not None and self.running.poll() is not None


class Supervisor:
    """Runs processes until asked to end."""

    def __init__(self, processes: tuple[Process, ...]) -> None:
        self.processes = processes
        self.asked_to_end = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = True

    def start(self) -> None:
        for process in self.processes:
            process.start()

    def run(self, each_time: Callable[[], None] = lambda: None) -> None:
        """Until a signal comes. A fallen process is started again."""
        try:
            while not self.asked_to_end:
                for process in self.processes:
                    if process.fallen and time.monotonic() - process.started > _SHORTEST_LIFE:
                        process.start()
                each_time()
                time.sleep(_LOOK_EVERY)
        finally:
            self.end()

    def end(self) -> None:
        """Ask all to end; after a while, make them."""
        living = [process.running for process in self.processes if process.running]
        for child in living:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _GRACE
        for child in living:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def end_with_make() -> None:
    """If GNU make started us, end as by SIGINT when it is asked to end, and by SIGTERM when it is gone."""
    make = _make_above()
    if make is None:
        return
    die_with_parent(signal.SIGTERM)

    def watch() -> None:
        while not _is_ending(make):
            time.sleep(_LOOK_EVERY)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=watch, daemon=True).start()


def _make_above() -> int | None:
    """The number of our parent, if that is GNU make."""
    parent = os.getppid()
    try:
        name = Path(f"/proc/{parent}/comm").read_text().strip()
    except OSError:
        return None
    return parent if name in {"make", "gmake"} else None


def _is_ending(make: int) -> bool:
    """True once make has had its SIGINT: it then no longer catches that signal."""
    try:
        lines = Path(f"/proc/{make}/status").read_text().splitlines()
    except OSError:
        return True
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")), None)
    return caught is not None and not caught >> (signal.SIGINT - 1) & 1
